"""Gold articles and predicted meetings in, scores, errors and tables out."""
