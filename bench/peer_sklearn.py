"""scikit-learn on the tables of bench/run. Debian's pandas cannot read Parquet, so each table is
kept as a pickled data frame, which loads at least as fast; the time to make it is not counted.

  peer_sklearn.py prepare TABLE.csv FRAME
  peer_sklearn.py fit logistic|trees FRAME TEST_FRAME MODEL    one fit, and its AUC on test rows
  peer_sklearn.py score MODEL FRAME OUT.npy                      a probability for each row
  peer_sklearn.py time logistic|trees FRAME COLUMN=VALUE [IGNORED …]   CPU seconds of one fit alone

Each prints one JSON object: seconds are from reading the frame to the last result, without imports.
"""
import json
import sys
import time

import joblib
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, OneHotEncoder, OrdinalEncoder
from sklearn.impute import SimpleImputer

ROWS_AT_ONCE = 500_000


def prepare(table, frame):
    """Texts become categories, in bounded memory."""
    first = pd.read_csv(table, nrows=1000)
    texts = {name: "category" for name in first.columns if first[name].dtype == object}
    pd.read_csv(table, dtype=texts).to_pickle(frame)


def attributes(rows, ignored=("id", "won")):
    names = [name for name in rows.columns if name not in ignored]
    numbers = [name for name in names if rows[name].dtype.kind in "biuf"]
    return numbers, [name for name in names if name not in numbers]


def logistic(numbers, categories):
    """Bins and one-hot, then L1: a scorecard's shape."""
    binned = make_pipeline(
        SimpleImputer(strategy="median", add_indicator=True),
        KBinsDiscretizer(n_bins=10, encode="onehot", strategy="quantile", subsample=200_000,
                         random_state=1))
    levels = make_pipeline(
        SimpleImputer(strategy="constant", fill_value="missing"),
        OneHotEncoder(handle_unknown="ignore"))
    columns = ColumnTransformer([("numbers", binned, numbers), ("categories", levels, categories)])
    return make_pipeline(columns, LogisticRegression(penalty="l1", solver="liblinear", C=0.05))


def trees(numbers, categories):
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
    columns = ColumnTransformer(
        [("numbers", "passthrough", numbers), ("categories", codes, categories)])
    last = list(range(len(numbers), len(numbers) + len(categories)))
    return make_pipeline(
        columns,
        HistGradientBoostingClassifier(max_iter=100, categorical_features=last, random_state=1))


def probabilities(model, rows):
    parts = [model.predict_proba(rows.iloc[start:start + ROWS_AT_ONCE])[:, 1]
             for start in range(0, len(rows), ROWS_AT_ONCE)]
    return np.concatenate(parts)


def fit(kind, frame, test_frame, path):
    start = time.perf_counter()
    rows = pd.read_pickle(frame)
    model = {"logistic": logistic, "trees": trees}[kind](*attributes(rows))
    model.fit(rows, rows["won"] == "yes")
    seconds = time.perf_counter() - start
    joblib.dump(model, path)
    test = pd.read_pickle(test_frame)
    auc = roc_auc_score(test["won"] == "yes", probabilities(model, test))
    print(json.dumps({"rows": len(rows), "seconds": seconds, "auc": auc}))


def time_fit(kind, frame, outcome, *ignored):
    column, value = outcome.split("=")
    rows = pd.read_pickle(frame)
    best = rows[column].astype(str) == value
    model = {"logistic": logistic, "trees": trees}[kind](*attributes(rows, (column, *ignored)))
    start = time.process_time()
    model.fit(rows, best)
    print(json.dumps({"rows": len(rows), "fit": time.process_time() - start}))


def score(path, frame, out):
    start = time.perf_counter()
    model = joblib.load(path)
    rows = pd.read_pickle(frame)
    np.save(out, probabilities(model, rows))
    print(json.dumps({"rows": len(rows), "seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    {"prepare": prepare, "fit": fit, "score": score,
     "time": time_fit}[sys.argv[1]](*sys.argv[2:])
