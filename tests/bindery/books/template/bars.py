"""A chart that needs no library: what a cell returns when it returns a figure."""


class Bars:
    """One bar for each value; `_repr_mimebundle_` is what Jupyter asks for."""

    def __init__(self, *values, title="Bars", description="Bars, from left to right higher."):
        self.values, self.title, self.description = values, title, description

    def _repr_mimebundle_(self, **kwargs):
        spec = {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "title": self.title,
            "description": self.description,
            "data": {
                "values": [{"bar": bar, "height": height} for bar, height in zip("abcdef", self.values, strict=False)]
            },
            "mark": {"type": "bar", "clip": True, "opacity": 0.5},
            "encoding": {"x": {"field": "bar", "type": "nominal"}, "y": {"field": "height", "type": "quantitative"}},
        }
        return {"application/vnd.vegalite.v6+json": spec, "text/plain": self.description}
