package dev.espalier.runtime.cost;

/**
 * What gating a convolution saves and takes, for one sample.
 *
 * @param layer the convolution
 * @param filters how many it has
 * @param winners how many run, those with equal saliencies apart
 * @param ran how many did, the mean over the samples observed; NaN where none was
 * @param macs multiply-adds of all filters, with the weights that are kept
 * @param expectedMacs the winners' share of them
 * @param ranMacs those of the filters that ran, the mean over the samples; NaN where none was observed
 * @param gateMacs multiply-adds that predict the saliencies
 * @param operations what pools, selects and scales beside that
 */
public record GateCost(String layer, int filters, int winners, double ran, long macs, double expectedMacs,
    double ranMacs, long gateMacs, long operations) {

  /** Multiply-adds of the filters that ran, of the winners where nothing was observed. */
  public double dynamicMacs() {
    return Double.isNaN(ranMacs) ? expectedMacs : ranMacs;
  }
}
