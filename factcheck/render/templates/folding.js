// Nothing here is needed to read the page: it opens what is folded when the page is printed or when a link points into it.
(function () {
  "use strict";
  function unfold(element) {
    for (let at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") { at.open = true; }
      if (at.hidden && at.classList.contains("item")) { document.dispatchEvent(new CustomEvent("show-all")); }
    }
  }
  function follow() {
    // Every anchor of the page is plain letters and digits, so that an address needs no decoding.
    const target = document.getElementById(location.hash.slice(1));
    if (target) { unfold(target); target.scrollIntoView(); }
  }
  let folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.from(document.querySelectorAll("details:not([open]):not(.source-text)"));
    folded.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (one) { one.open = false; });
  });
  window.addEventListener("hashchange", follow);
  // A link to where the address already points changes nothing, so that no hashchange follows it.
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href^='#']");
    if (link && !event.defaultPrevented && link.hash === location.hash) { follow(); }
  });
  // The other scripts of the page are to be ready before a permalink is followed.
  window.addEventListener("DOMContentLoaded", function () { if (location.hash) { follow(); } });
}());
