package dev.espalier.runtime.memory;

import java.util.Arrays;
import java.util.List;

/**
 * A batch in panels: consecutive samples side by side, each panel in a slab of its own. The slabs follow one another in
 * one array where it holds them.
 *
 * <p>A panel is narrow enough that the lines which a layer reads stay in the first two cache levels, and its lines are
 * an odd number of cache lines apart where it can be, so that they fall into different sets. Samples of different
 * panels never meet in a forward pass or in the gradient of values: panels are independent work for threads, and how
 * many there are changes none of these. Sums over the samples of a batch differ in rounding.
 */
public final class Panels {

  /** Sets the widest panel, in samples: a positive multiple of {@value Slab#LANE_MULTIPLE}. */
  public static final String PROPERTY = "espalier.lanes";

  /**
   * Ten 256-bit vectors or five cache lines: as many sums as fit into 16 registers beside a weight and a value. As five
   * 512-bit vectors they hide the latency of a multiply-add where there is one a cycle.
   */
  public static final int WIDEST = 80;

  private final List<Slab> slabs;
  private final int[] first;

  private Panels(List<Slab> slabs, int batch) {
    this.slabs = List.copyOf(slabs);
    this.first = new int[slabs.size() + 1];
    for (int p = 0; p < slabs.size(); p++) {
      first[p + 1] = Math.min(batch, first[p] + slabs.get(p).lanes());
    }
  }

  /**
   * Panels of zeros.
   *
   * @param lines of each slab
   * @param batch samples, at least 1
   * @param workers how many threads share the panels, at least 1
   * @param widest samples of the widest panel, a positive multiple of {@value Slab#LANE_MULTIPLE}; the system property
   *     {@value #PROPERTY} comes before it
   * @throws SlabTooLargeException when one panel's lines exceed an array
   */
  public static Panels allocate(int lines, int batch, int workers, int widest) {
    return new Panels(Slab.together(lines, widths(batch, workers, widest(widest))), batch);
  }

  /**
   * Panels of zeros, all of one width.
   *
   * @param lines of each slab
   * @param lanes of each panel, a positive multiple of {@value Slab#LANE_MULTIPLE}
   * @param count how many, at least 1
   * @throws SlabTooLargeException when one panel's lines exceed an array
   */
  public static Panels uniform(int lines, int lanes, int count) {
    int[] widths = new int[count];
    Arrays.fill(widths, lanes);
    return new Panels(Slab.together(lines, widths), Math.multiplyExact(lanes, count));
  }

  /** One slab as the only panel. */
  public static Panels of(Slab slab) {
    return new Panels(List.of(slab), slab.lanes());
  }

  /**
   * The lanes of each panel: as few panels as the widest one allows, a multiple of the workers where there are that
   * many cache lines, and of nearly equal width.
   */
  static int[] widths(int batch, int workers, int widest) {
    int units = Slab.lanes(batch) / Slab.LANE_MULTIPLE;
    int widestUnits = widest / Slab.LANE_MULTIPLE;
    int panels = (units + widestUnits - 1) / widestUnits;
    panels = Math.min(units, (panels + workers - 1) / workers * workers);
    int[] widths = new int[panels];
    for (int p = 0; p < panels; p++) {
      int from = (int) ((long) units * p / panels);
      int to = (int) ((long) units * (p + 1) / panels);
      widths[p] = (to - from) * Slab.LANE_MULTIPLE;
    }
    return widths;
  }

  private static int widest(int otherwise) {
    int lanes = Integer.getInteger(PROPERTY, otherwise);
    if (lanes < Slab.LANE_MULTIPLE || lanes % Slab.LANE_MULTIPLE != 0) {
      throw new IllegalArgumentException("The system property " + PROPERTY + " is " + lanes
          + ", and panels are a positive multiple of " + Slab.LANE_MULTIPLE + " samples wide.");
    }
    return lanes;
  }

  /** Number of panels, at least 1. */
  public int count() {
    return slabs.size();
  }

  /** The slab of a panel. */
  public Slab slab(int panel) {
    return slabs.get(panel);
  }

  /** The sample of the batch in lane 0 of a panel. */
  public int first(int panel) {
    return first[panel];
  }

  /** How many of a batch's first {@code count} samples a panel holds, in its lanes 0 and up. */
  public int samples(int panel, int count) {
    return Math.max(0, Math.min(count, first[panel + 1]) - first[panel]);
  }

  /** The most samples that fit. */
  public int batch() {
    return first[slabs.size()];
  }
}
