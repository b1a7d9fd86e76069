// Shows only the findings that a reader asks for.
(function () {
  "use strict";
  const tools = document.getElementById("tools");
  const form = tools.querySelector(".filters");
  const items = Array.from(document.querySelectorAll(".item"));
  const sections = Array.from(document.querySelectorAll("main > .part")).filter(function (one) {
    return one.querySelector(".item");
  });
  if (!items.length) { return; }

  function decisionsIn(item) {
    const found = Array.from(item.querySelectorAll(".decision")).map(function (one) {
      return one.dataset.status || "open";
    });
    return found.length ? found : ["none"];
  }

  function fits(item, wanted) {
    return (!wanted.kind || item.dataset.kind === wanted.kind)
      && (!wanted.severity || item.dataset.severity === wanted.severity)
      && (!wanted.source || item.dataset.sources.split(" ").includes(wanted.source))
      && (!wanted.decision || decisionsIn(item).includes(wanted.decision));
  }

  function sayNothing(section) {
    let note = section.querySelector(".no-match");
    if (!note) {
      note = document.createElement("p");
      note.className = "nothing no-match";
      note.textContent = "Nothing here fits the filter.";
      section.append(note);
    }
    note.hidden = Array.from(section.querySelectorAll(".item")).some(function (one) { return !one.hidden; });
  }

  function apply() {
    const wanted = Object.fromEntries(new FormData(form));
    items.forEach(function (one) { one.hidden = !fits(one, wanted); });
    sections.forEach(sayNothing);
    const shown = items.filter(function (one) { return !one.hidden; }).length;
    const all = Object.values(wanted).every(function (one) { return !one; });
    form.querySelector(".shown").textContent = all ? "" : "Showing " + shown + " of " + items.length + " entries.";
  }

  form.addEventListener("change", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  document.addEventListener("decided", apply);
  document.addEventListener("show-all", function () { form.reset(); apply(); });
  tools.hidden = false;
}());
