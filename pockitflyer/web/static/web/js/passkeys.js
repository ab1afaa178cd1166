// allauth's scripts ask the device; a refusal or a cancelled question is told beside the button.
document.addEventListener("allauth.error", (event) => {
  const said = document.getElementById("passkey-said");
  if (!said) return;
  event.preventDefault();
  said.textContent = said.dataset.failed;
});
