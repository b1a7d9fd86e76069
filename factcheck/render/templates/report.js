// Nothing here is needed to read the page: it opens what is folded when the page is printed or when a link points into it.
(function () {
  "use strict";
  function unfold(element) {
    for (var at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") { at.open = true; }
    }
  }
  function follow() {
    var target = document.getElementById(location.hash.slice(1));
    if (target) { unfold(target); target.scrollIntoView(); }
  }
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    folded.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (one) { one.open = false; });
  });
  window.addEventListener("hashchange", follow);
  if (location.hash) { follow(); }
}());
