package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.policy.TrainSettings.AugmentSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 4;
  private static final Layout LAYOUT = new Layout(2, HEIGHT, WIDTH, 1, 2);
  private static final InputInfo IMAGE =
      new InputInfo("image", List.of(2, HEIGHT, WIDTH), LAYOUT, 3, LAYOUT, 0);

  /** Every pixel of a sample says where it was: 100 c + 10 y + x + 1. */
  private static Slab filled(int lanes) {
    Slab slab = Slab.allocate(3 + LAYOUT.lines(), lanes);
    for (int c = 0; c < 2; c++) {
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          for (int lane = 0; lane < lanes; lane++) {
            slab.values()[slab.address(3 + LAYOUT.line(c, y, x)) + lane] = 100 * c + 10 * y + x + 1;
          }
        }
      }
    }
    return slab;
  }

  private static float at(Slab slab, int lane, int c, int y, int x) {
    return slab.values()[slab.address(3 + LAYOUT.line(c, y, x)) + lane];
  }

  private static Slab changed(AugmentSettings settings, long step, int first, int lanes, int count) {
    Slab slab = filled(lanes);
    new Augmentation(settings, List.of(IMAGE), slab, 7).apply(step, first, count);
    return slab;
  }

  @Test
  void everySampleIsFlippedOrMovedAsAWholeAndZerosComeIn() {
    Slab slab = changed(new AugmentSettings(true, 2), 4, 0, 64, 64);
    Set<String> seen = new HashSet<>();
    for (int lane = 0; lane < 64; lane++) {
      String found = null;
      for (int flip = 0; flip < 2; flip++) {
        for (int down = -2; down <= 2; down++) {
          for (int right = -2; right <= 2; right++) {
            found = is(slab, lane, flip == 1, down, right) ? flip + " " + down + " " + right : found;
          }
        }
      }
      assertThat(found).as("lane %d", lane).isNotNull();
      seen.add(found);
      assertThat(at(slab, lane, 0, -1, 0)).isZero();
    }
    assertThat(seen).hasSizeGreaterThan(25);
  }

  private static boolean is(Slab slab, int lane, boolean flip, int down, int right) {
    for (int c = 0; c < 2; c++) {
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          int fromY = y - down;
          int fromX = x - right;
          boolean inside = fromY >= 0 && fromY < HEIGHT && fromX >= 0 && fromX < WIDTH;
          int source = flip ? WIDTH - 1 - fromX : fromX;
          if (at(slab, lane, c, y, x) != (inside ? 100 * c + 10 * fromY + source + 1 : 0)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Test
  void whatBecomesOfASampleDependsOnStepAndPlaceAlone() {
    AugmentSettings settings = new AugmentSettings(true, 1);
    Slab whole = changed(settings, 9, 0, 32, 32);
    Slab half = changed(settings, 9, 16, 16, 16);
    Slab later = changed(settings, 10, 0, 32, 32);
    boolean differs = false;
    for (int lane = 0; lane < 16; lane++) {
      for (int y = 0; y < HEIGHT; y++) {
        assertThat(at(half, lane, 1, y, 2)).isEqualTo(at(whole, lane + 16, 1, y, 2));
        differs |= at(later, lane, 1, y, 2) != at(whole, lane, 1, y, 2);
      }
    }
    assertThat(differs).isTrue();
  }

  @Test
  void withoutSettingsAndBeyondTheSamplesNothingIsChanged() {
    assertThat(changed(AugmentSettings.NONE, 3, 0, 16, 16).values()).isEqualTo(filled(16).values());
    Slab slab = changed(new AugmentSettings(true, 2), 3, 0, 16, 5);
    for (int lane = 5; lane < 16; lane++) {
      assertThat(is(slab, lane, false, 0, 0)).isTrue();
    }
  }
}
