// An editor's decisions on findings: kept in this browser, exported as a baseline file, read back from one.
// docs/baseline-format.md describes the file; factcheck/baselines.py reads it with the same rules.
(function () {
  "use strict";
  const FORMAT = "factcheck-baseline";
  const VERSION = 1;
  const MOST_BYTES = 5000000;
  const ENTRY_KEYS = ["rule", "fingerprint", "status", "initials", "note", "quotes"];
  const tools = document.getElementById("tools");
  const places = Array.from(document.querySelectorAll(".decision"));
  const kept = "factcheck-decisions-" + document.body.dataset.story;
  const decisions = new Map();
  const undone = new Set(); // taken back here, although the report was made with a baseline that has them
  let lastInitials = "";
  if (!places.length) { tools.querySelector(".desk").hidden = true; return; }

  function keyOf(entry) { return entry.rule + " " + entry.fingerprint; }
  function keyAt(place) { return place.dataset.rule + " " + place.dataset.fingerprint; }
  const here = new Set(places.map(keyAt));

  // --- on the page ---

  function words(entry) {
    const word = entry.status === "accepted" ? "Accepted" : "Dismissed";
    return entry.initials ? word + " by " + entry.initials : word;
  }

  function line(place) {
    let found = place.querySelector(".decided");
    if (!found) {
      found = document.createElement("p");
      found.className = "decided";
      place.prepend(found);
    }
    return found;
  }

  function show(place) {
    const entry = decisions.get(keyAt(place));
    const form = place.querySelector("form");
    const status = entry ? entry.status : "";
    form.querySelector("input[value='" + status + "']").checked = true;
    if (entry) {
      ["initials", "note"].forEach(function (name) {
        const input = form.elements[name];
        if (input !== document.activeElement) { input.value = entry[name]; }
      });
    }
    const told = line(place);
    told.hidden = !entry;
    const strong = document.createElement("strong");
    strong.textContent = entry ? words(entry) : "";
    const note = document.createElement("span");
    note.dir = "auto";
    note.textContent = entry && entry.note ? ": " + entry.note : "";
    told.replaceChildren(strong, note);
    place.dataset.status = status;
    place.closest(".item, .difference, .note-entry").classList.toggle("is-decided", Boolean(entry));
  }

  function showAll() {
    places.forEach(show);
    const decided = Array.from(decisions.keys()).filter(function (key) { return here.has(key); }).length;
    tools.querySelector(".tally").textContent = decided + " of " + here.size + " findings decided.";
    tools.querySelector(".export").disabled = !decisions.size;
    document.dispatchEvent(new CustomEvent("decided"));
  }

  function decide(place) {
    const form = place.querySelector("form");
    const status = form.elements.status.value;
    const initials = form.elements.initials;
    if (status) {
      if (!initials.value.trim()) { initials.value = lastInitials; }
      lastInitials = initials.value.trim();
      undone.delete(keyAt(place));
      decisions.set(keyAt(place), {
        rule: place.dataset.rule,
        fingerprint: place.dataset.fingerprint,
        status: status,
        initials: initials.value.trim(),
        note: form.elements.note.value.trim(),
        quotes: JSON.parse(place.dataset.quotes),
      });
    } else {
      decisions.delete(keyAt(place));
      undone.add(keyAt(place));
    }
    keep();
    showAll();
  }

  // --- in the browser ---

  function keep() {
    const all = { entries: Array.from(decisions.values()), undone: Array.from(undone) };
    try { localStorage.setItem(kept, JSON.stringify(all)); }
    catch (error) { say("This browser keeps nothing for this page: export the baseline before you close it."); }
  }

  function recall() {
    places.forEach(function (place) {
      if (!place.dataset.status) { return; }
      decisions.set(keyAt(place), {
        rule: place.dataset.rule, fingerprint: place.dataset.fingerprint, status: place.dataset.status,
        initials: place.dataset.initials, note: place.dataset.note, quotes: JSON.parse(place.dataset.quotes),
      });
    });
    let found = null;
    try { found = JSON.parse(localStorage.getItem(kept)); } catch (error) { found = null; }
    if (found === null || !Array.isArray(found.entries) || !Array.isArray(found.undone)) { return; }
    found.entries.filter(function (one) { return !complaint(one); })
      .forEach(function (one) { decisions.set(keyOf(one), one); });
    found.undone.forEach(function (key) { undone.add(key); decisions.delete(key); });
  }

  // --- as a file ---

  function say(text) { tools.querySelector(".message").textContent = text; }

  function before(one, other) { return one < other ? -1 : one > other ? 1 : 0; }

  function fileText() {
    const entries = Array.from(decisions.values()).sort(function (one, other) {
      return before(one.fingerprint, other.fingerprint) || before(one.rule, other.rule);
    });
    return JSON.stringify({ format: FORMAT, version: VERSION, entries: entries }, null, 2) + "\n";
  }

  function download() {
    const address = URL.createObjectURL(new Blob([fileText()], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = "factcheck-baseline.json";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(address); }, 0);
    say(decisions.size + (decisions.size === 1 ? " decision" : " decisions")
      + " exported. Pass the file to factcheck check or factcheck report with --baseline.");
  }

  function isText(value, most) { return typeof value === "string" && Array.from(value).length <= most; }

  // What is wrong with an entry, or null.
  function complaint(entry) {
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) { return "is no entry"; }
    const unknown = Object.keys(entry).find(function (key) { return !ENTRY_KEYS.includes(key); });
    if (unknown !== undefined) { return "has the key “" + unknown.slice(0, 40) + "”, which a baseline does not know"; }
    if (!isText(entry.rule, 100) || !entry.rule) { return "names no rule"; }
    if (!isText(entry.fingerprint, 24) || !/^[0-9a-f]{24}$/.test(entry.fingerprint)) {
      return "has no fingerprint of 24 hexadecimal digits";
    }
    if (entry.status !== "accepted" && entry.status !== "dismissed") {
      return "is neither accepted nor dismissed";
    }
    if (entry.initials !== undefined && !isText(entry.initials, 20)) { return "has initials of more than 20 characters"; }
    if (entry.note !== undefined && !isText(entry.note, 2000)) { return "has a note of more than 2,000 characters"; }
    const quotes = entry.quotes === undefined ? [] : entry.quotes;
    if (!Array.isArray(quotes) || quotes.length > 2 || !quotes.every(function (one) { return isText(one, 500); })) {
      return "has quotes that are not up to two texts of up to 500 characters";
    }
    return null;
  }

  // The entries of a baseline file; throws an Error with a sentence for the editor.
  function entriesOf(text) {
    let found;
    try { found = JSON.parse(text.replace(/^\ufeff/, "")); }
    catch (error) { throw new Error("it is not valid JSON"); }
    if (typeof found !== "object" || found === null || found.format !== FORMAT) {
      throw new Error("its “format” is not “" + FORMAT + "”");
    }
    if (found.version !== VERSION) { throw new Error("it is not of version " + VERSION + ", the one that this page reads"); }
    const unknown = Object.keys(found).find(function (key) { return !["format", "version", "entries"].includes(key); });
    if (unknown !== undefined) { throw new Error("it has the key “" + unknown.slice(0, 40) + "”, which a baseline does not know"); }
    const entries = found.entries === undefined ? [] : found.entries;
    if (!Array.isArray(entries)) { throw new Error("its entries are no list"); }
    entries.forEach(function (entry, at) {
      const wrong = complaint(entry);
      if (wrong) { throw new Error("entry " + (at + 1) + " " + wrong); }
    });
    return entries.map(function (entry) {
      return {
        rule: entry.rule, fingerprint: entry.fingerprint, status: entry.status,
        initials: entry.initials || "", note: entry.note || "", quotes: entry.quotes || [],
      };
    });
  }

  function take(file, text) {
    let entries;
    try { entries = entriesOf(text); }
    catch (error) {
      say(file.name + " is no baseline that can be read: " + error.message + ". Nothing was imported.");
      return;
    }
    entries.forEach(function (entry) { decisions.set(keyOf(entry), entry); undone.delete(keyOf(entry)); });
    const known = entries.filter(function (entry) { return here.has(keyOf(entry)); }).length;
    const others = entries.length - known;
    say(entries.length + (entries.length === 1 ? " decision" : " decisions") + " read from " + file.name + ", " + known
      + " of them on findings of this page" + (others ? "; the others are kept and exported again." : "."));
    keep();
    showAll();
  }

  // --- start ---

  const template = document.getElementById("decision-form");
  places.forEach(function (place) {
    place.append(template.content.cloneNode(true));
    const form = place.querySelector("form");
    form.addEventListener("change", function () { decide(place); });
    form.addEventListener("submit", function (event) { event.preventDefault(); decide(place); });
  });
  tools.querySelector(".export").addEventListener("click", download);
  const input = tools.querySelector(".import input");
  input.addEventListener("change", function () {
    const file = input.files[0];
    if (!file) { return; }
    if (file.size > MOST_BYTES) { say(file.name + " is larger than 5 MB, so it is no baseline. Nothing was imported."); }
    else { file.text().then(function (text) { take(file, text); }); }
    input.value = "";
  });
  recall();
  showAll();
}());
