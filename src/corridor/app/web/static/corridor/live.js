// Keeps a page up to date: a batch that lands has the page's changing part fetched anew, and the line above it says
// whether news still come. The stream is opened again by the browser; a page that is signed out says so.
(() => {
  const line = document.getElementById("live");
  if (!line) return;
  let wait = 0;
  let missed = false;

  const say = (what) => {
    line.textContent = line.dataset[what];
    line.dataset.state = what;
  };

  const fetchAnew = () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const answer = await fetch(location.href, { headers: { "Corridor-Fetched-Anew": "1" }, credentials: "same-origin" });
      if (answer.status === 401 || answer.status === 403) return say("out");
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const there = document.querySelector(line.dataset.target);
      const here = fresh.querySelector(line.dataset.target);
      if (!there || !here) return;
      there.replaceWith(here);
      document.dispatchEvent(new CustomEvent("corridor:fetched"));
      say("fetched");
    }, 150);
  };

  const open = () => {
    const stream = new EventSource(line.dataset.stream);
    stream.addEventListener("state", (event) => {
      say(event.data);
      if (event.data === "listening" && missed) fetchAnew();
      missed = event.data !== "listening";
    });
    stream.addEventListener("batch", fetchAnew);
    stream.onerror = () => {
      say("lost");
      missed = true;
      if (stream.readyState === EventSource.CLOSED) {
        stream.close();
        setTimeout(open, 3000);
      }
    };
  };
  open();
})();
