// A sheet on the screen: its one button.
document.querySelector("[data-print]").addEventListener("click", () => print());
