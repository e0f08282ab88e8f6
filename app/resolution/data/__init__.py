"""Knowledge about names, as data; README.md says what each file holds."""
