// A file that is dropped on the page is checked at once; the verdict is read out.

document.documentElement.classList.add("with-script");
const form = document.getElementById("verify");
const chosen = document.getElementById("file");

for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  chosen.files = event.dataTransfer.files;
  form.requestSubmit();
});
document.getElementById("verdict")?.focus();
