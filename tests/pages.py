"""Pages of documents, and a reader of pages, for the tests."""

from functools import cache
from html.parser import HTMLParser

from sample_documents import document

from scp_ninhbinh.text.say import language as language_of
from scp_ninhbinh.writers.html import html_page

DRAWN = {"svg", "path", "rect", "line", "circle", "text"}
VOID = {"meta", "img", "br", "hr", "link", "input"}


def report_html(document, language="vi"):
    return html_page(document, language_of(language))


@cache
def _page(document_, language):
    return report_html(document_, language)


def page_of(*texts, language="vi", **options):
    """Return the page of a document, made once for all tests that only read it."""
    return _page(document(*texts, **options), language)


class Page(HTMLParser):
    """Every element and text of a page; fails where an element is closed that is not the open one."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.texts = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    def outside_drawings(self):
        return [tag for tag, _ in self.elements if tag not in DRAWN]

    def all(self, *tags):
        return [attrs for tag, attrs in self.elements if tag in tags]
