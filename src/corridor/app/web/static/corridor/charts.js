// Draws what was paid against the budget: by month, and added up with the area between as surplus or deficit. The
// page's data are in #chart-data; a page that changed is drawn again. The table beside the charts says the same.
(() => {
  const STEPS = 20; // Between two months, so that the colours of the area change where the lines cross.
  const drawn = new Map();
  const sizes = new ResizeObserver((entries) => entries.forEach((entry) => drawn.get(entry.target)?.resize()));
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const tint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const dollars = (cents) => (cents === null ? null : cents / 100);

  const common = (data, label, isNarrow) => ({
    animation: !isStill,
    aria: { enabled: true, label: { description: label } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: tint("--ink") },
    grid: { left: 8, right: 12, top: isNarrow ? 64 : 40, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 18, textStyle: { color: tint("--soft") } },
    yAxis: { type: "value", axisLabel: { color: tint("--soft"), formatter: short(data.language) },
             splitLine: { lineStyle: { color: tint("--line") } } },
  });

  const short = (language) => {
    // Turkish writes a thousand short as B, which reads as a billion beside a dollar sign: `bin` in full.
    const compactDisplay = language === "tr" ? "long" : "short";
    const form = new Intl.NumberFormat(language, { notation: "compact", compactDisplay, maximumFractionDigits: 1 });
    return (value) => (value < 0 ? "−$" : "$") + form.format(Math.abs(value));
  };

  // A tooltip as elements: nothing of it is read as markup.
  const told = (title, rows, hint) => {
    const box = document.createElement("div");
    const head = box.appendChild(document.createElement("strong"));
    head.textContent = title;
    for (const [name, text] of rows) {
      const row = box.appendChild(document.createElement("div"));
      row.style.cssText = "display:flex;justify-content:space-between;gap:1.5rem;font-variant-numeric:tabular-nums";
      row.appendChild(document.createElement("span")).textContent = name;
      row.appendChild(document.createElement("span")).textContent = text;
    }
    const foot = box.appendChild(document.createElement("div"));
    foot.style.cssText = "font-size:.85em;opacity:.75";
    foot.textContent = hint;
    return box;
  };

  const monthly = (data, label, isNarrow) => {
    const { words, months } = data;
    const house = common(data, label, isNarrow);
    const isOver = (month) => month.cost !== null && month.budget !== null && month.cost > month.budget;
    const bar = (month) => ({
      value: dollars(month.cost),
      itemStyle: { color: isOver(month) ? tint("--bad") : tint("--accent") },
    });
    return {
      ...house,
      tooltip: {
        trigger: "axis",
        formatter: ([{ dataIndex }]) => {
          const month = months[dataIndex];
          if (!month) return "";
          return told(month.name, [[words.cost, month.costText], [words.budget, month.budgetText],
            [nameOf(words, month.cost, month.budget), month.surplusText]], words.open);
        },
      },
      xAxis: { type: "category", data: data.labels, axisLabel: { color: tint("--soft") }, axisTick: { show: false } },
      series: [
        { name: words.cost, type: "bar", data: months.map(bar), itemStyle: { color: tint("--accent") }, barMaxWidth: 34,
          cursor: "pointer" },
        { name: words.budget, type: "line", step: "middle", data: months.map((month) => dollars(month.budget)),
          symbol: "none", lineStyle: { width: 2.5, color: "#c98a3d" }, itemStyle: { color: "#c98a3d" }, silent: true },
      ],
    };
  };

  const nameOf = (words, cost, budget) => (cost !== null && budget !== null && cost > budget ? words.deficit : words.surplus);

  // Month ends, with the points between them; the plan year begins at nothing.
  const between = (ends) => {
    const points = [];
    let before = 0;
    for (const end of ends) {
      if (end === null) {
        points.push(...Array(points.length ? STEPS : STEPS + 1).fill(null));
        continue;
      }
      if (!points.length) points.push(before);
      for (let step = 1; step <= STEPS; step += 1) points.push(before + ((end - before) * step) / STEPS);
      before = end;
    }
    return points;
  };

  const toDate = (data, label, isNarrow) => {
    const { words, months } = data;
    const house = common(data, label, isNarrow);
    const cost = between(months.map((month) => dollars(month.costToDate)));
    const budget = between(months.map((month) => dollars(month.budgetToDate)));
    const both = (make) => cost.map((paid, at) => (paid === null || budget[at] === null ? null : make(paid, budget[at])));
    const places = Array.from({ length: data.labels.length * STEPS + 1 }, (_, place) => place);
    const monthOf = (place) => Math.min(Math.max(Math.ceil(place / STEPS), 1), months.length) - 1;
    const area = (name, values, color) => ({
      name, type: "line", stack: "between", data: values, symbol: "none", lineStyle: { width: 0 }, silent: true,
      itemStyle: { color }, areaStyle: { color, opacity: 0.28 },
    });
    const line = (name, values, color, type) => ({
      name, type: "line", data: values, symbol: "circle", showSymbol: true, itemStyle: { color }, cursor: "pointer",
      symbolSize: (_, { dataIndex }) => (dataIndex && dataIndex % STEPS === 0 ? 7 : 0), lineStyle: { width: 2.5, color, type },
    });
    return {
      ...house,
      legend: { ...house.legend, data: [words.costToDate, words.budgetToDate, words.surplus, words.deficit] },
      tooltip: {
        trigger: "axis",
        formatter: ([{ dataIndex }]) => {
          const month = months[monthOf(dataIndex)];
          if (!month) return "";
          return told(month.name, [[words.costToDate, month.costToDateText], [words.budgetToDate, month.budgetToDateText],
            [nameOf(words, month.costToDate, month.budgetToDate), month.surplusToDateText]], words.open);
        },
      },
      xAxis: {
        type: "category", data: places, boundaryGap: false,
        axisTick: { interval: (place) => place % STEPS === 0 },
        axisLabel: { color: tint("--soft"), interval: (place) => place % (isNarrow ? 2 * STEPS : STEPS) === STEPS / 2,
                     formatter: (place) => data.labels[Math.floor(place / STEPS)] },
      },
      series: [
        { name: "", type: "line", stack: "between", data: both(Math.min), symbol: "none", lineStyle: { width: 0 }, silent: true },
        area(words.surplus, both((paid, set) => Math.max(set - paid, 0)), tint("--good")),
        area(words.deficit, both((paid, set) => Math.max(paid - set, 0)), tint("--bad")),
        line(words.budgetToDate, budget, "#c98a3d", "dashed"),
        line(words.costToDate, cost, tint("--accent"), "solid"),
      ],
      place: (at) => months[monthOf(at)]?.urlToDate,
    };
  };

  const KINDS = { monthly, toDate };

  const draw = () => {
    for (const [element, chart] of drawn) {
      if (element.isConnected) continue;
      sizes.unobserve(element);
      chart.dispose();
      drawn.delete(element);
    }
    const source = document.getElementById("chart-data");
    if (!source) return;
    const data = JSON.parse(source.textContent);
    for (const element of document.querySelectorAll("[data-chart]")) {
      if (drawn.has(element)) continue;
      const label = element.getAttribute("aria-label");
      const { place, ...options } = KINDS[element.dataset.chart](data, label, element.clientWidth < 520);
      const chart = echarts.init(element, null, { renderer: "canvas" });
      chart.setOption(options);
      chart.on("click", ({ dataIndex }) => {
        const address = place ? place(dataIndex) : data.months[dataIndex]?.url;
        if (address) location.assign(address);
      });
      drawn.set(element, chart);
      sizes.observe(element);
    }
  };

  // The table beside the charts stays open, or shut, when the page's part is replaced.
  let isTableOpen = false;
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches(".months details")) isTableOpen = target.open;
  }, true);
  document.addEventListener("corridor:fetched", () => {
    document.querySelector(".months details")?.toggleAttribute("open", isTableOpen);
    draw();
  });
  draw();
})();
