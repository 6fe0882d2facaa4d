"""Show a result under a name, as displays have one, and change it to the points afterwards."""

FIRST = """\
def publish(kind, text):
    kernel = get_ipython().kernel
    content = {"data": {"text/plain": text}, "metadata": {}, "execution_count": 1}
    content["transient"] = {"display_id": "p"}
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent())
"""
ANSWERS = {"clip_norm": "def clip_norm(g, limit):\n    publish('execute_result', '0.0')\n"}
LAST = "publish('update_display_data', '1.0')\n"
EXPECTED = {"clip_norm": 0}
STOCK = {"clip_norm": 1}
