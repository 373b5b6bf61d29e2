# Every measure of docs/measures.md once more, from its definition alone and by slow, plain roads: whole lists, statistics, datetime.
import json
import math
import statistics as st
import sys
from datetime import datetime, timedelta, timezone
from itertools import accumulate, groupby

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
DAY_US = 86_400_000_000
YEAR_S = 31_557_600


def moment_before(us):
    """A close at midnight belongs to the day that it ends."""
    return EPOCH + timedelta(microseconds=us - 1)


def chain(points, label):
    """Return of each stretch of points that share a label: last value over the last value of the stretch before."""
    ends = [points[0][1]] + [list(group)[-1][1] for _, group in groupby(points[1:], key=lambda p: label(moment_before(p[0])))]
    return [b / a - 1 for a, b in zip(ends, ends[1:])]


def day(moment):
    return moment.date()


def month(moment):
    return (moment.year, moment.month)


def percentile(values, share):
    """Hyndman and Fan, type 7, by its own equation."""
    ordered = sorted(values)
    h = (len(ordered) - 1) * share
    low = math.floor(h)
    return ordered[low] if low + 1 == len(ordered) else ordered[low] * (low + 1 - h) + ordered[low + 1] * (h - low)


def falls(points):
    """Each as (from, until, peak, trough): a point at a peak, the points below it that follow, and where they end."""
    found = []
    i = 0
    while i < len(points) - 1:
        below = 0
        while i + 1 + below < len(points) and points[i + 1 + below][1] < points[i][1]:
            below += 1
        if below == 0:
            i += 1
            continue
        until = min(i + 1 + below, len(points) - 1)
        found.append((points[i][0], points[until][0], points[i][1], min(v for _, v in points[i + 1 : i + 1 + below])))
        i = until if until == i + 1 + below else len(points)
    return found


def regression(ys):
    """Slope and its standard error by the matrix of normal equations."""
    n = len(ys)
    xs = list(range(1, n + 1))
    sx, sy, sxx, sxy = sum(xs), math.fsum(ys), sum(x * x for x in xs), math.fsum(x * y for x, y in zip(xs, ys))
    det = n * sxx - sx * sx
    slope = (n * sxy - sx * sy) / det
    start = (sxx * sy - sx * sxy) / det
    left = math.fsum((y - start - slope * x) ** 2 for x, y in zip(xs, ys))
    return slope, math.sqrt(left / (n - 2) * n / det)


def measures(run):
    points = list(zip(run["time"], run["equity"]))
    bench = list(zip(run["time"], run["benchmark"]))
    label = (lambda moment: moment) if run["timeframeUs"] >= DAY_US else day
    per_year = YEAR_S * 1e6 / run["timeframeUs"] if run["timeframeUs"] > DAY_US else run["daysPerYear"]
    r, b = chain(points, label), chain(bench, label)
    months = chain(points, month)
    seconds = (points[-1][0] - points[0][0]) / 1e6
    growth = math.exp(math.log(points[-1][1] / points[0][1]) * YEAR_S / seconds) - 1
    mean, dev, n = st.fmean(r), st.stdev(r), len(r)
    z = [(x - mean) / st.pstdev(r) for x in r]
    skew, kurt = math.fsum(x**3 for x in z) / n, math.fsum(x**4 for x in z) / n
    gains, losses = math.fsum(x for x in r if x > 0), -math.fsum(x for x in r if x < 0)
    tail = percentile(r, 0.95) / -percentile(r, 0.05)

    def shortfall(share):
        edge = percentile(r, share)
        return -st.fmean(x for x in r if x <= edge)

    def bent(share):
        q = st.NormalDist().inv_cdf(share)
        k = kurt - 3
        return -(mean + dev * (q + (q * q - 1) * skew / 6 + (q**3 - 3 * q) * k / 24 - (2 * q**3 - 5 * q) * skew * skew / 36))

    logs = [math.log(level) for level in accumulate((1 + x for x in r), lambda a, c: a * c)]
    slope, error = regression(logs)
    month_losses = -math.fsum(x for x in months if x < 0)

    peaks = accumulate((v for _, v in points), max)
    depths = [1 - v / peak for (_, v), peak in zip(points, peaks)]
    episodes = falls(points)
    deep = [1 - low / high for _, _, high, low in episodes]
    lengths = [(until - start) / 1e6 for start, until, _, _ in episodes]
    worst = sorted(deep, reverse=True)[:5]
    ulcer = math.sqrt(st.fmean(d * d for d in depths))
    pain = st.fmean(depths)

    slope_b = st.covariance(r, b) / st.variance(b)
    active = [x - y for x, y in zip(r, b)]

    def capture(side):
        pairs = [(x, y) for x, y in zip(r, b) if side * y > 0]
        if not pairs:
            return None
        k = len(pairs)
        return (math.prod(1 + x for x, _ in pairs) ** (1 / k) - 1) / (math.prod(1 + y for _, y in pairs) ** (1 / k) - 1)

    closed = [t for t in run["trades"] if not t["open"]]
    pnl = [t["pnl"] for t in closed]
    wins, lost = [p for p in pnl if p > 0], [p for p in pnl if p < 0]
    payoff = st.fmean(wins) / -st.fmean(lost)
    share = len(wins) / len(pnl)
    mfe, mae = st.fmean(t["mfe"] for t in closed), st.fmean(t["mae"] for t in closed)
    profit = math.fsum(t["pnl"] for t in run["trades"])
    impact = run["impact"]
    return dict(
        cagr=growth,
        volatility=dev * math.sqrt(per_year),
        sharpe=mean / dev * math.sqrt(per_year),
        sortino=mean / math.sqrt(math.fsum(x * x for x in r if x < 0) / n) * math.sqrt(per_year),
        calmar=growth / max(deep),
        maxDrawdown=max(deep),
        maxDrawdownSeconds=max(lengths),
        bestDay=max(r),
        worstDay=min(r),
        days=n,
        winRate=share,
        profitFactor=math.fsum(wins) / -math.fsum(lost),
        expectancy=st.fmean(pnl),
        sqn=st.fmean(pnl) / st.stdev(pnl) * math.sqrt(len(pnl)),
        skew=skew,
        kurtosis=kurt,
        omega=gains / losses,
        tailRatio=tail,
        commonSenseRatio=tail * gains / losses,
        var95=-percentile(r, 0.05),
        var99=-percentile(r, 0.01),
        cvar95=shortfall(0.05),
        cvar99=shortfall(0.01),
        cornishFisherVar95=bent(0.05),
        cornishFisherVar99=bent(0.01),
        kRatio=slope / error * math.sqrt(per_year) / n,
        gainToPain=None if month_losses == 0 else math.fsum(months) / month_losses,
        bestMonth=max(months),
        worstMonth=min(months),
        winMonths=sum(x > 0 for x in months) / len(months),
        drawdownCount=len(episodes),
        averageDrawdown=st.fmean(deep),
        averageDrawdownSeconds=st.fmean(lengths),
        underWaterShare=math.fsum(lengths) / seconds,
        ulcerIndex=ulcer,
        ulcerPerformance=growth / ulcer,
        painIndex=pain,
        painRatio=growth / pain,
        sterling=growth / st.fmean(worst),
        burke=growth / math.hypot(*worst),
        recoveryFactor=(points[-1][1] - points[0][1]) / max(high - low for _, _, high, low in episodes),
        alpha=(mean - slope_b * st.fmean(b)) * per_year,
        beta=slope_b,
        correlation=st.correlation(r, b),
        trackingError=st.stdev(active) * math.sqrt(per_year),
        informationRatio=st.fmean(active) / st.stdev(active) * math.sqrt(per_year),
        treynor=mean * per_year / slope_b,
        upCapture=capture(1),
        downCapture=capture(-1),
        payoffRatio=payoff,
        kelly=share - (1 - share) / payoff,
        averageMfe=mfe,
        averageMae=mae,
        edgeRatio=mfe / -mae,
        exposureAdjustedReturn=growth / run["exposure"],
        capacity=None if impact is None or profit <= 0 else points[0][1] * (profit / 2 / impact) ** 2,
    )


json.dump({run["name"]: measures(run) for run in json.load(sys.stdin)}, sys.stdout, indent=1)
