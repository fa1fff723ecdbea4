"""The quickstart notebook runs as it stands, on the specimens."""

import nbformat
import pytest
from nbclient import NotebookClient


@pytest.mark.slow
def test_the_notebook_makes_five_plots(archive, repository, monkeypatch):
    monkeypatch.setenv("JIANBAO_OUT", str(archive))
    notebook = nbformat.read(repository / "notebooks" / "quickstart.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(repository / "notebooks")}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    plots = [o for o in outputs if "vegaEmbed" in o.get("data", {}).get("text/html", "")]
    assert len(plots) == 5
    assert not [o for o in outputs if o.output_type == "error"]
