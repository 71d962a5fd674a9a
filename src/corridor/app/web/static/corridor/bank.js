// The sums of what is chosen on either side, before it is sent; and a form is sent once.
(() => {
  const form = document.getElementById("pairing");
  const sums = document.getElementById("sums");
  if (!form || !sums) return;
  const money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" });
  const cents = (name) => [...form.querySelectorAll(`input[name=${name}]:checked`)].reduce((sum, box) => sum + Number(box.dataset.cents), 0);
  const show = () => {
    if (!form.querySelector("input[name=item]:checked, input[name=line]:checked")) {
      sums.textContent = "";
      return;
    }
    const books = cents("item");
    const bank = cents("line");
    const part = (label, amount) => `${label}: ${money.format(amount / 100)}`;
    sums.textContent = [part(sums.dataset.books, books), part(sums.dataset.bank, bank), part(sums.dataset.apart, bank - books)].join(" · ");
  };
  form.addEventListener("change", show);
  let isSent = false;
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (isSent) event.preventDefault();
    isSent = true;
  });
  addEventListener("pageshow", () => { isSent = false; show(); });
  show();
})();
