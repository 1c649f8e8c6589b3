// What pages do beyond htmx: move the reader to what was refused, keep a form from being sent twice, and rest
// while nobody looks.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !form.hasAttribute("hx-post")) {
    form.dataset.sent = "yes";
    window.setTimeout(() => { form.dataset.sent = ""; }, 4000);
  }
});
// A page that nobody looks at does not ask for news.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.target.hasAttribute("data-pulse")) {
    event.preventDefault();
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  const wrong = event.target.querySelector?.("[role=alert], [aria-invalid=true]");
  if (wrong) {
    wrong.setAttribute("tabindex", wrong.getAttribute("tabindex") ?? "-1");
    wrong.focus();
  }
});
// Cards in a list: j and k move between them, which can be turned off; and boxes that choose them are counted.
document.addEventListener("keydown", (event) => {
  const list = document.querySelector("[data-steps]");
  const isTyping = event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
  const isKey = (event.key === "j" || event.key === "k") && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!list || isTyping || !isKey || areKeysOff()) {
    return;
  }
  const cards = [...list.querySelectorAll("[data-step]")];
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  const next = event.key === "j" ? Math.min(at + 1, cards.length - 1) : Math.max(at - 1, 0);
  cards[next]?.querySelector("[data-open]")?.focus();
});
function areKeysOff() {
  const keys = document.querySelector("[data-keys]");
  try {
    return keys !== null && localStorage.getItem(keys.dataset.keys) === "off";
  } catch {
    return false;
  }
}
function showKeys() {
  document.querySelector("[data-keys] button")?.setAttribute("aria-pressed", String(!areKeysOff()));
}
document.addEventListener("click", (event) => {
  const keys = event.target.closest("[data-keys] button")?.closest("[data-keys]");
  if (keys) {
    try {
      localStorage.setItem(keys.dataset.keys, areKeysOff() ? "on" : "off");
    } catch {
      return;
    }
    showKeys();
  }
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form:has([data-all])");
  if (!form) {
    return;
  }
  const boxes = [...form.querySelectorAll("input[name=gap]")];
  const all = form.querySelector("[data-all]");
  if (event.target === all) {
    boxes.forEach((box) => { box.checked = all.checked; });
  }
  const many = boxes.filter((box) => box.checked).length;
  all.checked = many > 0 && many === boxes.length;
  const count = form.querySelector("[data-count]");
  count.textContent = many ? `${count.dataset.count} ${many}` : "";
});
showKeys();
