#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The yardstick in C: one pass a combination over the same columns, nothing kept but sums. Prints seconds and the sum of the end equities. */
typedef struct { double end, drawdown, mean, deviation; } Result;

static Result run(const double *open, const double *close, int rows, int fast, int slow, double cash, double rate) {
  double held = 0, sum_fast = 0, sum_slow = 0, before = cash, peak = cash, deepest = 0, sum = 0, squares = 0;
  int sign = 0, want = -1;
  for (int i = 0; i < rows; i++) {
    if (want >= 0) {
      double price = open[i];
      if (want == 1 && held == 0) {
        held = floor(cash / (price * (1 + rate)) / 1e-8 + 1e-9) / 1e8;
        cash -= held * price * (1 + rate);
      } else if (want == 0 && held > 0) {
        cash += held * price * (1 - rate);
        held = 0;
      }
      want = -1;
    }
    double x = close[i], equity = cash + held * x, change = equity / before - 1;
    sum += change;
    squares += change * change;
    before = equity;
    if (equity > peak) peak = equity;
    double drawdown = (peak - equity) / peak;
    if (drawdown > deepest) deepest = drawdown;
    sum_fast += x - (i >= fast ? close[i - fast] : 0);
    sum_slow += x - (i >= slow ? close[i - slow] : 0);
    if (i < slow - 1) continue;
    double difference = sum_fast / fast - sum_slow / slow;
    if (difference > 1e-9 * x) {
      if (sign < 0) want = 1;
      sign = 1;
    } else if (difference < -1e-9 * x) {
      if (sign > 0) want = 0;
      sign = -1;
    }
  }
  double mean = sum / rows;
  return (Result){before, deepest, mean, sqrt(squares / rows - mean * mean)};
}

int main(int count, char **given) {
  if (count != 8) return 2;
  int rows = atoi(given[2]);
  double *columns = malloc(2 * sizeof(double) * rows);
  FILE *file = fopen(given[1], "rb");
  if (!columns || !file || fread(columns, sizeof(double), 2 * rows, file) != (size_t)(2 * rows)) return 1;
  double best = 1e300, total = 0, moments = 0;
  for (int round = 0; round < 3; round++) {
    struct timespec start, end;
    total = moments = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int fast = atoi(given[3]); fast <= atoi(given[4]); fast++)
      for (int slow = atoi(given[5]); slow <= atoi(given[6]); slow++) {
        Result result = run(columns, columns + rows, rows, fast, slow, 1e6, atof(given[7]));
        total += result.end;
        moments += result.drawdown + result.mean + result.deviation;
      }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (end.tv_sec - start.tv_sec) + 1e-9 * (end.tv_nsec - start.tv_nsec);
    if (seconds < best) best = seconds;
  }
  printf("%.9f %.6f %.6f\n", best, total, moments);
  return 0;
}
