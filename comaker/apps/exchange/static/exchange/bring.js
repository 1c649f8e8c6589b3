// Files that are dropped or chosen go in one by one, two at a time; each says what became of it.
const form = document.getElementById("drop");
if (form) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".zone");
  const results = document.getElementById("results");
  const list = results.querySelector(".brought");
  const said = form.dataset;
  const waiting = [];
  let busy = 0;
  let taken = 0;

  form.classList.add("live");

  const row = (name) => {
    const item = document.createElement("li");
    const told = document.createElement("div");
    const title = document.createElement("p");
    const strong = document.createElement("strong");
    const words = document.createElement("p");
    const bar = document.createElement("progress");
    told.className = "told";
    words.className = "why";
    strong.textContent = name;
    words.textContent = said.waiting;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    title.append(strong);
    told.append(title, bar, words);
    item.className = "coming";
    item.append(told);
    list.append(item);
    return { item, words, bar };
  };

  const refuse = (place, why) => {
    place.item.className = "refused";
    place.bar.remove();
    place.words.textContent = why;
  };

  const show = (place, request) => {
    const holder = document.createElement("ul");
    holder.innerHTML = request.responseText;
    const fresh = holder.querySelector("li");
    if (request.status === 200 && fresh) {
      place.item.replaceWith(fresh);
      window.htmx?.process(fresh);
    } else {
      const words = request.status === 422 || request.status === 403 ? holder.textContent.trim() : "";
      refuse(place, words || said.failed);
    }
  };

  const send = ({ file, place }) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("files", file, file.name);
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => {
      place.bar.value = event.total ? event.loaded / event.total : 0;
    });
    request.upload.addEventListener("load", () => {
      place.bar.removeAttribute("value");
      place.words.textContent = said.reading;
    });
    request.addEventListener("load", () => show(place, request));
    request.addEventListener("error", () => refuse(place, said.failed));
    request.addEventListener("loadend", () => { busy -= 1; next(); });
    busy += 1;
    request.send(body);
  };

  const next = () => {
    while (busy < 2 && waiting.length) send(waiting.shift());
    if (!busy) taken = 0;
  };

  const take = (files) => {
    if (!files.length) return;
    results.hidden = false;
    let tooMany = false;
    for (const file of files) {
      if (taken >= Number(said.most)) { tooMany = true; break; }
      taken += 1;
      const place = row(file.name);
      if (file.size > Number(said.bytes)) refuse(place, said.tooLarge);
      else waiting.push({ file, place });
    }
    if (tooMany) refuse(row("…"), said.tooMany);
    results.querySelector("h2").focus();
    next();
  };

  // A folder gives all files in it and beneath.
  const within = async (entry) => {
    if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length || found.length > Number(said.most)) return found;
      for (const each of some) found.push(...await within(each));
    }
  };

  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!input.files.length) input.click();
  });
  for (const name of ["dragenter", "dragover"]) {
    window.addEventListener(name, (event) => {
      if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("over");
  });
  window.addEventListener("drop", async (event) => {
    const data = event.dataTransfer;
    if (!data?.files.length) return;
    event.preventDefault();
    zone.classList.remove("over");
    const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.some((entry) => entry.isDirectory)) { take([...data.files]); return; }
    take((await Promise.all(entries.map(within))).flat());
  });
}
