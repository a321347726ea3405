"""The parts of the review screen: what is judged, and what a reviewer needs to judge it."""
