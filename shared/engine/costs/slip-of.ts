import type { SlippageFill, SlippageModel } from './slippage.ts';

/** How much worse than its price a fill is by a model. */
export function slipOf(model: SlippageModel, fill: SlippageFill): number {
  if (fill.quantity === 0) return 0;
  const slip = model.slip(fill);
  // Whatever the model says, nobody pays to give a thing away.
  return fill.side === 'buy' ? slip : Math.min(slip, fill.price);
}
