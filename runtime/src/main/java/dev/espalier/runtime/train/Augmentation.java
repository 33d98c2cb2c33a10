package dev.espalier.runtime.train;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.policy.TrainSettings.AugmentSettings;
import dev.espalier.runtime.random.Randomness;
import java.util.List;

/**
 * Flips and moves the images of a panel where they lie (Krizhevsky 2009; He 2016, section 4.2): by seed, step and
 * place in the batch alone, so that neither panels nor a resumed run change them. Allocates nothing.
 */
final class Augmentation {

  /** A batch has at most so many samples, as a power of two. */
  private static final int SAMPLE_BITS = 31;
  private static final long PURPOSE = Randomness.purpose("augmentation");

  private final AugmentSettings settings;
  private final List<InputInfo> images;
  private final Slab slab;
  private final long seed;
  private final Randomness random;
  private final float[] plane;

  /**
   * For the images of one panel.
   *
   * @param settings what is to be done
   * @param inputs of the network; those that are images are changed
   */
  Augmentation(AugmentSettings settings, List<InputInfo> inputs, Slab slab, long seed) {
    this.settings = settings;
    this.images = settings.equals(AugmentSettings.NONE)
        ? List.of()
        : inputs.stream().filter(input -> input.shape().size() == 3).toList();
    this.slab = slab;
    this.seed = seed;
    this.random = Randomness.stream(seed, PURPOSE, 0);
    this.plane = new float[images.stream()
        .mapToInt(input -> input.training().height() * input.training().width()).max().orElse(0)];
  }

  /**
   * Changes the samples in lanes 0 to {@code count - 1}.
   *
   * @param first the sample of the batch in lane 0
   */
  void apply(long step, int first, int count) {
    if (images.isEmpty()) {
      return;
    }
    for (int lane = 0; lane < count; lane++) {
      random.reseed(seed, PURPOSE, (step << SAMPLE_BITS) + first + lane);
      boolean flip = settings.flip() && random.nextInt(2) == 1;
      int down = random.nextInt(2 * settings.crop() + 1) - settings.crop();
      int right = random.nextInt(2 * settings.crop() + 1) - settings.crop();
      if (flip || down != 0 || right != 0) {
        for (int i = 0; i < images.size(); i++) {
          change(images.get(i), lane, flip, down, right);
        }
      }
    }
  }

  private void change(InputInfo image, int lane, boolean flip, int down, int right) {
    Layout layout = image.training();
    int height = layout.height();
    int width = layout.width();
    int lanes = slab.lanes();
    float[] values = slab.values();
    for (int c = 0; c < layout.channels(); c++) {
      for (int y = 0; y < height; y++) {
        int at = slab.address(image.trainingLine() + layout.line(c, y, 0)) + lane;
        for (int x = 0; x < width; x++) {
          plane[y * width + x] = values[at + x * lanes];
        }
      }
      for (int y = 0; y < height; y++) {
        int at = slab.address(image.trainingLine() + layout.line(c, y, 0)) + lane;
        int fromY = y - down;
        for (int x = 0; x < width; x++) {
          int moved = x - right;
          boolean inside = fromY >= 0 && fromY < height && moved >= 0 && moved < width;
          values[at + x * lanes] = inside ? plane[fromY * width + (flip ? width - 1 - moved : moved)] : 0;
        }
      }
    }
  }
}
