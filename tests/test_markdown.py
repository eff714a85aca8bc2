"""A document as Markdown: every word, and nothing acts."""

from sample_documents import WORDS, report, report_markdown, words_of

from scp_ninhbinh.text.safe import plain_markdown


def test_markdown_says_every_word_and_nothing_acts() -> None:
    for language in ("vi", "en"):
        text = report_markdown(report(language), language)
        assert [
            said for said in words_of(report(language), drawn=False) if plain_markdown(said.strip())[2:] not in text
        ] == []
        assert "<script" not in text
        assert "<!--" not in text
        lines = text.split("\n")
        assert f"# {plain_markdown(WORDS[language][0])}" in lines
        assert f"## {plain_markdown(WORDS[language][3])}" in lines
        assert {line.replace("\\|", "").count("|") for line in lines if line.startswith("| ") and "57" in line} == {8}
        assert "1\\. one" in lines
        assert "\\> two" in lines
