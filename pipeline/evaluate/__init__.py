"""The instrument: gold against records, measure by measure, with intervals, a page to read and floors that hold."""
