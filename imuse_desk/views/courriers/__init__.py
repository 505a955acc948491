"""Letters: the site's outbox in a window, a family's letters and papers in a sub-tab."""
