// Pages of imports and long exports: the name of the chosen file, the progress bar that reads its figures once a second, printing.

const { $, words } = window.Tz;

const input = $(".drop.big input[type=file]");
input?.addEventListener("change", () => {
  const name = $("[data-file-name]");
  if (input.files[0]) {
    name.textContent = input.files[0].name;
    name.className = "picked";
  }
});
for (const [type, over] of [["dragover", true], ["dragleave", false], ["drop", false]])
  document.addEventListener(type, (event) => event.target.closest?.(".drop")?.classList.toggle("over", over));

$("[data-print]")?.addEventListener("click", () => print());

const box = $("[data-progress]");
let misses = 0;
async function read() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const { text, done, total, finished, url, cancellable } = await answer.json();
    misses = 0;
    if (finished) return location.replace(url);
    const bar = $("progress", box);
    if (total) {
      bar.max = total;
      bar.value = done;
      $("[data-percent]", box).textContent = `${Math.floor((done * 100) / total)}%`;
      $("[data-count]", box).textContent = `${done.toLocaleString("en-US")} / ${total.toLocaleString("en-US")}`;
    }
    if ($("[data-text]", box).textContent !== text) $("[data-text]", box).textContent = text;
    if (cancellable === false) $("[data-cancel]", box)?.remove();
  } catch {
    misses += 1;
    if (misses > 3) $("[data-text]", box).textContent = words("暂时读不到进度，后台仍在继续；恢复后会自动显示。", "The progress cannot be read just now; the work goes on and this page will catch up.");
  }
  setTimeout(read, misses ? 3000 : 1000);
}
if (box) setTimeout(read, 600);
