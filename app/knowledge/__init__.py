"""In: the data files beside this package. Out: what is generally known of states, offices, people and places."""
