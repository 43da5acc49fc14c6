// What pages can do better with script: suggestions while typing, claims that light up their sentence, Ctrl-Enter.
// Nothing here is needed: without it forms are sent as they are.
"use strict";

// A combobox after the ARIA pattern (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/): arrows choose, Enter takes,
// Escape closes. data-suggest="open" goes to the entity's page, "fill" writes it into the field.
function suggest(input) {
  const list = document.createElement("ul");
  const told = document.createElement("span");
  list.id = input.id + "-suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  told.className = "hidden";
  told.setAttribute("role", "status");
  input.after(list, told);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let asked = "";
  let timer = 0;
  let request = null;
  let active = -1;

  function close() {
    clearTimeout(timer);
    if (request) request.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(place) {
    const options = list.children;
    if (active >= 0 && options[active]) options[active].setAttribute("aria-selected", "false");
    active = place;
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  function take(option) {
    if (input.dataset.suggest === "fill") {
      input.value = asked = option.dataset.label + " (" + option.dataset.id + ")";
      close();
    } else {
      location.href = "/entities/" + encodeURIComponent(option.dataset.id).replace(/%3A/g, ":");
    }
  }

  const species = { MGI: "mouse ", RGD: "rat " };

  function show(items) {
    list.replaceChildren(...items.map((item, place) => {
      const option = document.createElement("li");
      const more = document.createElement("small");
      option.id = list.id + "-" + place;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.id = item.id;
      option.dataset.label = item.label;
      const found = item.matched && item.matched !== item.label && item.matched !== item.id;
      option.append(item.label);
      more.textContent = [
        found ? "“" + item.matched + "”" : "",
        (species[item.id.split(":")[0]] || "") +
          item.category.split(":").pop().replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase(),
        item.id,
        item.statements + (item.statements === 1 ? " statement" : " statements"),
      ].filter(Boolean).join(" · ");
      option.append(more);
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => take(option));
      return option;
    }));
    active = -1;
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    told.textContent = items.length ? items.length + " suggestions" : "no suggestions";
  }

  async function ask() {
    const text = input.value.trim();
    if (text === asked && !list.hidden) return;
    asked = text;
    if (!text) return close();
    if (request) request.abort();
    request = new AbortController();
    try {
      const answer = await fetch("/entities?limit=8&q=" + encodeURIComponent(text), {
        headers: { Accept: "application/json" }, signal: request.signal,
      });
      if (answer.ok && document.activeElement === input) show((await answer.json()).items);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 90); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      close();
      event.preventDefault();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden || !count) return ask();
      const places = count + 1; // the options, and none of them
      const next = (active + 1 + (event.key === "ArrowDown" ? 1 : -1) + places) % places;
      mark(next - 1);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      take(list.children[active]);
    }
  });
}

// A claim beside an article lights up its sentences, and a sentence its claims.
function join(claims) {
  const places = (claim) => claim.dataset.sentences.split(" ");
  const light = (elements, on) => elements.forEach((element) => element.classList.toggle("lit", on));
  const listen = (element, others) => {
    for (const name of ["mouseenter", "focusin"]) element.addEventListener(name, () => light(others, true));
    for (const name of ["mouseleave", "focusout"]) element.addEventListener(name, () => light(others, false));
  };
  for (const claim of claims) {
    listen(claim, [claim, ...places(claim).map((id) => document.getElementById(id)).filter(Boolean)]);
  }
  for (const sentence of document.querySelectorAll(".sentence[id]")) {
    listen(sentence, [sentence, ...claims.filter((claim) => places(claim).includes(sentence.id))]);
  }
}

for (const input of document.querySelectorAll("[data-suggest]")) suggest(input);
join([...document.querySelectorAll("[data-sentences]")]);
for (const hint of document.querySelectorAll("[data-needs-script]")) hint.hidden = false;
for (const area of document.querySelectorAll("[data-run]")) {
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form.requestSubmit();
  });
}
