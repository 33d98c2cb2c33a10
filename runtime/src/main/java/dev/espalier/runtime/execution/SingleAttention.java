package dev.espalier.runtime.execution;

/**
 * Self-attention of one sample in a slab of one lane, where the tokens of a feature lie side by side: what the generated
 * kernels do for lanes of samples, with all queries at once. Keys that are no tokens are not computed.
 */
public final class SingleAttention {
  private SingleAttention() {}

  /**
   * {@code y[h,d,i] = sum_j softmax_j(sum_d q[h,d,i] k[h,d,j] / sqrt(d)) v[h,d,j]}, all addresses in the slab.
   *
   * @param lanes 1
   * @param scores room for {@code heads tokens^2} values; holds shares by head, key and query afterwards
   * @param heads those that are computed, the others keeping whatever they hold
   * @param apart lines from one feature to the next in q, k, v and y, at least as many as tokens
   * @param causal 1 where a query sees no later key, else 0
   */
  public static void attend(
      float[] slab, int lanes, int q, int k, int v, int scores, int y, int[] heads, int size, int tokens, int apart,
      int causal) {
    attend(slab, lanes, q, k, v, -1, scores, y, tokens, heads, size, tokens, apart, causal);
  }

  /**
   * The same over some of the tokens.
   *
   * @param valid 1 for each token that is some, 0 for others; -1 where all are
   * @param columns of the tokens that are in use
   */
  public static void attend(float[] slab, int lanes, int q, int k, int v, int valid, int scores, int y, int columns,
      int[] heads, int size, int tokens, int apart, int causal) {
    float scale = (float) (1 / Math.sqrt(size));
    for (int h : heads) {
      int features = h * size * apart;
      int pairs = scores + h * tokens * tokens;
      scores(slab, q + features, k + features, valid, pairs, size, tokens, apart, columns, causal, scale);
      shares(slab, valid, pairs, tokens, columns, causal);
      mix(slab, v + features, valid, pairs, y + features, size, tokens, apart, columns);
    }
  }

  private static boolean isToken(float[] slab, int valid, int token) {
    return valid < 0 || slab[valid + token] > 0;
  }

  private static void scores(
      float[] slab, int q, int k, int valid, int pairs, int size, int tokens, int apart, int columns, int causal,
      float scale) {
    for (int key = 0; key < columns; key++) {
      if (!isToken(slab, valid, key)) {
        continue;
      }
      int row = pairs + key * tokens;
      int from = causal * key;
      for (int query = from; query < columns; query++) {
        slab[row + query] = 0;
      }
      for (int d = 0; d < size; d++) {
        float by = slab[k + d * apart + key] * scale;
        int line = q + d * apart;
        for (int query = from; query < columns; query++) {
          slab[row + query] += by * slab[line + query];
        }
      }
    }
  }

  /** Rows of keys that a query does not see are 0 there. */
  private static void shares(float[] slab, int valid, int pairs, int tokens, int columns, int causal) {
    for (int query = 0; query < columns; query++) {
      int keys = causal == 1 ? query + 1 : columns;
      float largest = Float.NEGATIVE_INFINITY;
      for (int key = 0; key < keys; key++) {
        if (isToken(slab, valid, key)) {
          largest = Math.max(largest, slab[pairs + key * tokens + query]);
        }
      }
      float sum = 0;
      for (int key = 0; key < columns; key++) {
        int at = pairs + key * tokens + query;
        if (key < keys && isToken(slab, valid, key)) {
          float power = (float) Math.exp(slab[at] - largest);
          slab[at] = power;
          sum += power;
        } else {
          slab[at] = 0;
        }
      }
      float share = 1 / Math.max(sum, 1e-30f);
      for (int key = 0; key < keys; key++) {
        slab[pairs + key * tokens + query] *= share;
      }
    }
  }

  private static void mix(float[] slab, int v, int valid, int pairs, int y, int size, int tokens, int apart,
      int columns) {
    for (int d = 0; d < size; d++) {
      int line = y + d * apart;
      for (int query = 0; query < columns; query++) {
        slab[line + query] = 0;
      }
      for (int key = 0; key < columns; key++) {
        if (isToken(slab, valid, key)) {
          float by = slab[v + d * apart + key];
          int row = pairs + key * tokens;
          for (int query = 0; query < columns; query++) {
            slab[line + query] += by * slab[row + query];
          }
        }
      }
    }
  }
}
