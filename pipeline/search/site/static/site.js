"use strict";
// Shows where a chosen mention stands on the printed page, and what record it is.
function showMention(mention) {
  for (const other of document.querySelectorAll(".m.chosen")) other.classList.remove("chosen");
  mention.classList.add("chosen");
  const card = document.getElementById("card");
  card.textContent = mention.dataset.card;
  if (mention.dataset.href) {
    const link = document.createElement("a");
    link.href = mention.dataset.href;
    link.textContent = card.dataset.open;
    card.append(" ", link);
  }
  for (const box of document.querySelectorAll(".box")) box.remove();
  const figure = document.getElementById("page-" + mention.dataset.page);
  if (figure && mention.dataset.box) drawBox(figure, mention.dataset.box.split(" ").map(Number));
}

// The box in points from the top left, as parts of the page's width and height.
function drawBox(figure, [x0, y0, x1, y1]) {
  const width = Number(figure.dataset.width), height = Number(figure.dataset.height);
  const box = document.createElement("div");
  box.className = "box";
  Object.assign(box.style, {
    left: (x0 / width) * 100 + "%", top: (y0 / height) * 100 + "%",
    width: ((x1 - x0) / width) * 100 + "%", height: ((y1 - y0) / height) * 100 + "%",
  });
  figure.querySelector(".sheet").append(box);
  showWayBack(figure);
  box.scrollIntoView({ block: "center", inline: "nearest" });
}

// Below the page, a link back to the mention, for screens that show one thing at a time.
function showWayBack(figure) {
  for (const other of document.querySelectorAll("figcaption .back")) other.remove();
  const back = document.createElement("a");
  back.className = "back";
  back.href = "#" + document.querySelector(".m.chosen").id;
  back.textContent = document.getElementById("card").dataset.back;
  figure.querySelector("figcaption").append(" ", back);
}

function chosenBy(event) {
  const mention = event.target.closest(".m[data-card]");
  if (mention) { event.preventDefault(); showMention(mention); }
}

// Leaves the rows of a list that hold what is typed.
function narrow(event) {
  const list = document.getElementById(event.target.dataset.narrow), wanted = event.target.value.trim().toLowerCase();
  for (const row of list.querySelectorAll("tbody tr, :scope > li")) row.hidden = !row.textContent.toLowerCase().includes(wanted);
}

document.addEventListener("click", chosenBy);
document.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") chosenBy(event); });
for (const field of document.querySelectorAll("[data-narrow]")) field.addEventListener("input", narrow);
const asked = new URLSearchParams(location.search).get("mention") || decodeURIComponent(location.hash.slice(1));
const mention = asked && document.getElementById(asked);
if (mention && mention.matches(".m")) { mention.scrollIntoView({ block: "center" }); showMention(mention); }
