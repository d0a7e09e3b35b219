"""Statistics that several rooms use."""

import numpy as np
import pandas as pd

Z = 1.959963984540054  # of a 95 % interval


def wilson(count: pd.Series, total: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the ends of the 95 % score interval of proportions (Wilson 1927).

    >>> [round(float(end.iloc[0]), 4) for end in wilson(pd.Series([10]), pd.Series([50]))]
    [0.1124, 0.3304]
    """
    share = count / total
    middle = (share + Z**2 / (2 * total)) / (1 + Z**2 / total)
    half = Z / (1 + Z**2 / total) * np.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    # Exactly 0 and 1 at the ends, whatever is lost in rounding.
    return (middle - half).mask(share == 0, 0.0), (middle + half).mask(share == 1, 1.0)
