"use strict";
(() => {
  const form = document.getElementById("quiz");
  const score = document.getElementById("score");
  const check = document.getElementById("check");
  const again = document.getElementById("again");
  const questions = [...form.querySelectorAll("fieldset")];
  const worth = Number(form.dataset.points);

  const shuffle = (list) => {
    const entries = [...list.children];
    for (let last = entries.length - 1; last > 0; last -= 1) {
      const other = Math.floor(Math.random() * (last + 1));
      [entries[last], entries[other]] = [entries[other], entries[last]];
    }
    list.append(...entries);
  };

  const say = (element, words, right) => {
    element.textContent = words;
    element.classList.toggle("right", right);
    element.classList.toggle("wrong", !right);
    element.hidden = false;
  };

  const mark = (question) => {
    const inputs = [...question.querySelectorAll("input")];
    const right = inputs.every((input) => input.checked === input.hasAttribute("data-key"));
    const answered = inputs.some((input) => input.checked);
    for (const input of inputs) {
      const key = input.hasAttribute("data-key");
      const entry = input.closest("li");
      const feedback = entry.querySelector(".feedback");
      if (key || input.checked) {
        const words = !key ? "✗ your answer, wrong" : input.checked ? "✓ your answer, right" : "✓ right answer";
        say(entry.querySelector(".mark"), words, key);
      }
      if (feedback) feedback.hidden = !(key || input.checked);
      input.disabled = true;
    }
    question.querySelector(".result").hidden = false;
    say(question.querySelector(".verdict"), right ? "Right." : answered ? "Not right." : "Not answered.", right);
    return right;
  };

  const begin = () => {
    if (form.dataset.shuffle === "yes") form.querySelectorAll(".options").forEach(shuffle);
    form.querySelectorAll(".mark").forEach((element) => { element.textContent = ""; });
    form.querySelectorAll(".result, .mark, .feedback").forEach((element) => { element.hidden = true; });
    form.querySelectorAll("input").forEach((input) => { input.disabled = false; });
    score.textContent = "";
    check.hidden = false;
    again.hidden = true;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const right = questions.filter(mark).length;
    const points = (count) => String(Math.round(count * worth * 1e6) / 1e6);
    score.textContent = `${right} of ${questions.length} right: ${points(right)} of ${points(questions.length)} points.`;
    check.hidden = true;
    again.hidden = false;
    score.focus();
  });
  form.addEventListener("reset", () => { setTimeout(() => { begin(); questions[0]?.querySelector("input").focus(); }); });
  begin();
})();
