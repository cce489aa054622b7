// What no widget of Streamlit can do on the page Review. It runs once; what it serves may come and go.
(() => {
  if (window.mcqReview) return;
  window.mcqReview = true;
  const READABLE = 520; // width in CSS pixels from which a page can be read
  const KEYS = { a: "approve", r: "reject", e: "edit", g: "again", u: "undo", arrowleft: "previous", arrowright: "next" };
  const isText = (at) => at.isContentEditable || at.tagName === "TEXTAREA" || at.tagName === "SELECT" ||
    (at.tagName === "INPUT" && !["checkbox", "radio", "button"].includes(at.type));

  // Streamlit keeps R for itself, and hears no key while a box or a switch has the focus.
  document.addEventListener("keydown", (event) => {
    const name = KEYS[event.key.toLowerCase()] || (/^[1-8]$/.test(event.key) && `answer_${event.key}`);
    if (!name || event.ctrlKey || event.metaKey || event.altKey || isText(event.target)) return;
    if (name !== "reject" && event.target.tagName !== "INPUT") return;
    if (name !== "reject" && event.target.type === "radio" && event.key.startsWith("Arrow")) return;
    const button = document.querySelector(`.st-key-review_${name} button`);
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!button.disabled) button.click();
  }, true);

  // Longer texts are checked while they are typed, as Streamlit does it for short ones.
  let pause;
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.tagName !== "TEXTAREA" || !field.closest(".st-key-review_fields")) return;
    clearTimeout(pause);
    pause = setTimeout(() => {
      const commit = new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true });
      commit.mcqCommit = true;
      field.dispatchEvent(commit);
    }, 300);
  });
  // Streamlit's field has heard it by now; the button that saves must not.
  document.documentElement.addEventListener("keydown", (event) => { if (event.mcqCommit) event.stopPropagation(); });

  const show = (frame, zoom) => {
    const image = frame.querySelector("img");
    const across = (frame.scrollLeft + frame.clientWidth / 2) / (image.clientWidth || 1);
    const down = (frame.scrollTop + frame.clientHeight / 2) / (image.clientHeight || 1);
    frame.dataset.zoom = Math.min(6, Math.max(1, zoom));
    image.style.width = `${frame.dataset.zoom * 100}%`;
    frame.scrollLeft = across * image.clientWidth - frame.clientWidth / 2;
    frame.scrollTop = down * image.clientHeight - frame.clientHeight / 2;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-mcq-zoom]");
    if (!button) return;
    const frame = button.closest(".mcq-source").querySelector(".mcq-page");
    show(frame, button.dataset.mcqZoom === "0" ? 1 : Number(frame.dataset.zoom) * Number(button.dataset.mcqZoom));
  });

  // A new page opens where its mark is, large enough to be read; on a phone it waits behind its heading.
  const place = () => document.querySelectorAll(".mcq-source:not([data-placed])").forEach((source) => {
    source.dataset.placed = "yes";
    if (window.innerWidth <= 640) source.open = false;
    const frame = source.querySelector(".mcq-page");
    if (!frame) return;
    const settle = () => {
      const image = frame.querySelector("img");
      const room = frame.clientWidth;
      if (!room) return;
      const { top, bottom, left, right, from, to } = frame.dataset;
      show(frame, Math.max(READABLE, (room - 12) / Math.max(0.2, to - from)) / room);
      const wide = image.clientWidth;
      const least = from * wide - 6;
      const most = to * wide + 6 - room;
      const middle = (Number(left) + Number(right)) / 2 * wide - room / 2;
      frame.scrollLeft = Math.max(least, Math.min(middle, left * wide - 6, most));
      frame.scrollTop = (Number(top) + Number(bottom)) / 2 * image.clientHeight - 0.4 * frame.clientHeight;
    };
    source.addEventListener("toggle", settle, { once: true });
    settle();
  });

  // The list shows the question that is looked at, without moving the page.
  let shown;
  const follow = () => {
    const row = document.querySelector("[class*='st-key-review_row_now']");
    if (!row || row.className === shown || !row.querySelector("button")) return;
    shown = row.className;
    const list = row.closest(".st-key-review_list");
    const box = row.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) list.scrollTop += box.top - frame.top - frame.height / 3;
    if (box.left < frame.left || box.right > frame.right) list.scrollLeft += box.left - frame.left - frame.width / 6;
  };
  const look = () => { place(); follow(); };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
  look();
})();
