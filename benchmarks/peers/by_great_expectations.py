"""Great Expectations on pandas: one suite of all columns, which are read as text and matched as such."""

import os

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import pandas as pd
from great_expectations import expectations as expect
from report import Found, run
from rules import LISTED, NEEDED, NUMBER, NUMBERS

EXPECTATIONS = [
    *(expect.ExpectColumnValuesToNotBeNull(column=name) for name in NEEDED),
    *(expect.ExpectColumnValuesToBeInSet(column=name, value_set=list(words)) for name, words in LISTED.items()),
    *(expect.ExpectColumnValuesToMatchRegex(column=name, regex=NUMBER) for name in NUMBERS),
    expect.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A="packaging_total_number",
        column_B="packaging_hard_number",
        or_equal=True,
        ignore_row_if="either_value_is_missing",
    ),
    expect.ExpectCompoundColumnsToBeUnique(column_list=["year", "id"]),
]


def look(path: str) -> Found:
    try:
        rows = pd.read_csv(path, dtype=str)
    except pd.errors.ParserError:
        return Found(1)
    for name in NUMBERS:
        rows[f"{name}_number"] = pd.to_numeric(rows[name], errors="coerce")
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("survey").add_dataframe_asset("rows")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": rows})
    found = batch.validate(gx.ExpectationSuite("survey", expectations=EXPECTATIONS))
    return Found(sum(one.result.get("unexpected_count", 1) for one in found.results if not one.success))


run(look)
