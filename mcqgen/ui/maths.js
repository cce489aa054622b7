// Streamlit lets no MathML through: formulas come as text with their MathML beside it, and are put in here, element by
// element, nothing but what MathML Core knows.
(() => {
  if (window.mcqMaths) return;
  const NAMESPACE = "http://www.w3.org/1998/Math/MathML";
  const ELEMENTS = new Set(("math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom msub msup " +
    "msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd menclose mfenced").split(" "));
  const ATTRIBUTES = new Set(("display alttext mathvariant displaystyle scriptlevel linethickness stretchy fence separator " +
    "form lspace rspace minsize maxsize symmetric movablelimits accent accentunder width height depth columnalign " +
    "columnspacing rowspacing rowspan columnspan notation open close").split(" "));
  const copy = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return document.createTextNode(node.textContent);
    if (!ELEMENTS.has(node.localName)) return document.createTextNode(node.textContent);
    const element = document.createElementNS(NAMESPACE, node.localName);
    for (const { name, value } of node.attributes) if (ATTRIBUTES.has(name)) element.setAttribute(name, value);
    for (const child of node.childNodes) element.append(copy(child));
    return element;
  };
  const draw = (span) => {
    const read = new DOMParser().parseFromString(span.dataset.mathml, "application/xml").documentElement;
    if (read.localName === "math") span.replaceChildren(copy(read));
    span.dataset.drawn = "";
  };
  const drawAll = () => document.querySelectorAll(".mcq-math:not([data-drawn])").forEach(draw);
  window.mcqMaths = new MutationObserver(drawAll);
  window.mcqMaths.observe(document.body, { childList: true, subtree: true });
  drawAll();
})();
