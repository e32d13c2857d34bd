"""Make the graph from the records, judge it and publish it: one list of steps, all or nothing."""
