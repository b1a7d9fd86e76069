// A click on a quote shows it in the full text of its source, over the page; without this, the link leads down the page.
(function () {
  "use strict";
  const viewer = document.getElementById("viewer");
  const body = viewer.querySelector(".body");

  function copyOf(text) {
    const copy = text.querySelector(".fulltext").cloneNode(true);
    copy.querySelectorAll("[id]").forEach(function (one) {
      one.dataset.at = one.id;
      one.removeAttribute("id");
    });
    return copy;
  }

  function show(place) {
    const text = place.closest(".source-text");
    const claim = place.id.slice("at-".length);
    const copy = copyOf(text);
    viewer.querySelector("#viewer-name").replaceChildren(
      ...Array.from(text.querySelector("summary .label").cloneNode(true).childNodes));
    body.replaceChildren(copy);
    viewer.showModal();
    const marks = Array.from(copy.querySelectorAll("mark"))
      .filter(function (mark) { return mark.dataset.claims.split(" ").includes(claim); });
    marks.forEach(function (mark) { mark.classList.add("here"); });
    if (!marks.length) { return; }
    marks[0].tabIndex = -1;
    marks[0].focus({ preventScroll: true });
    marks[0].scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href^='#at-']");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const place = link && plain && document.getElementById(link.hash.slice(1));
    if (!place || typeof viewer.showModal !== "function") { return; }
    event.preventDefault();
    show(place);
  });
  viewer.querySelector(".close").addEventListener("click", function () { viewer.close(); });
  viewer.addEventListener("click", function (event) {
    // A click beside the box, or on a mark that leads to a finding, closes it.
    if (event.target === viewer || event.target.closest("a.ref")) { viewer.close(); }
  });
}());
