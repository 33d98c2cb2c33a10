package dev.espalier.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlabTest {

  @Test
  void lanesAreTheBatchRoundedUpToCacheLines() {
    assertThat(Slab.lanes(1)).isEqualTo(16);
    assertThat(Slab.lanes(16)).isEqualTo(16);
    assertThat(Slab.lanes(17)).isEqualTo(32);
    assertThat(Slab.lanes(100)).isEqualTo(112);
    assertThatIllegalArgumentException().isThrownBy(() -> Slab.lanes(0)).withMessageContaining("at least 1 sample");
    assertThatExceptionOfType(SlabTooLargeException.class).isThrownBy(() -> Slab.lanes(Integer.MAX_VALUE));
  }

  @Test
  void linesStartOnCacheLinesOfAnArrayThatStartsOnOne() {
    Slab slab = Slab.allocate(5, 32);
    int headerFloats = 4;
    for (int line = 0; line < 5; line++) {
      assertThat((slab.address(line) + headerFloats) % 16).isZero();
    }
    assertThat(slab.address(5)).isEqualTo(slab.values().length);
  }

  @Test
  void slabsTogetherFollowOneAnotherInOneArray() {
    List<Slab> slabs = Slab.together(3, 32, 16, 48);
    assertThat(slabs).extracting(Slab::lanes).containsExactly(32, 16, 48);
    int next = slabs.getFirst().base();
    for (Slab slab : slabs) {
      assertThat(slab.values()).isSameAs(slabs.getFirst().values());
      assertThat(slab.address(0)).isEqualTo(next);
      assertThat((slab.address(1) + 4) % 16).isZero();
      next = slab.address(3);
    }
    assertThat(next).isEqualTo(slabs.getFirst().values().length);
    assertThatIllegalArgumentException().isThrownBy(() -> Slab.together(3, 32, 20)).withMessageContaining("20");
    assertThatIllegalArgumentException().isThrownBy(() -> Slab.together(-1, 32)).withMessageContaining("-1");
  }

  @Test
  void anArrayOfSomeSizeIsMadeLongerThanHalfARegion() {
    assertThat(HeapRegions.length(100)).isEqualTo(100);
    assertThat(HeapRegions.length(6_249, 100_000)).isEqualTo(6_249);
    assertThat(HeapRegions.length(6_250, 100_000)).isEqualTo(100_000);
    assertThat(HeapRegions.length(200_000, 100_000)).isEqualTo(200_000);
    assertThat(HeapRegions.length(200_000, 0)).isEqualTo(200_000);
    assertThat(HeapRegions.length(4_194_305)).as("more than half of G1's largest region").isEqualTo(4_194_305);
  }

  @Test
  void aSlabBeyondOneArrayNamesTheLargestBatchThatFits() {
    assertThatExceptionOfType(SlabTooLargeException.class).isThrownBy(() -> Slab.allocate(40_000_000, 64))
        .withMessage("The network's values need 40000000 lines of 64 lanes, 2560000012 floats, and one array holds at "
            + "most 2147483639. Fix: lower the batch to at most 48.");
    assertThatExceptionOfType(SlabTooLargeException.class).isThrownBy(() -> Slab.allocate(Integer.MAX_VALUE, 16))
        .withMessageEndingWith("Fix: make the layers smaller.");
  }

  @Test
  void lanesThatAreNoWholeCacheLinesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Slab.allocate(3, 20))
        .withMessage("Lanes are a positive multiple of 16, and 20 was given. Fix: use Slab.lanes(batch).");
    assertThatIllegalArgumentException().isThrownBy(() -> Slab.allocate(-1, 16)).withMessageContaining("-1");
  }

  @Test
  void aVectorHasALinePerFeature() {
    Layout layout = Layout.vector(7);
    assertThat(layout.lines()).isEqualTo(7);
    assertThat(layout.features()).isEqualTo(7);
    assertThat(layout.line(4, 0, 0)).isEqualTo(4).isEqualTo(layout.line(4));
  }

  @Test
  void aHaloSurroundsEveryPlane() {
    Layout layout = new Layout(2, 3, 4, 1, 2);
    assertThat(layout.rowLines()).isEqualTo(8);
    assertThat(layout.planeLines()).isEqualTo(40);
    assertThat(layout.hasHalo()).isTrue();
    assertThat(Layout.image(2, 3, 4).hasHalo()).isFalse();
    assertThat(Layout.image(2, 3, 4).halo(1, 2)).isEqualTo(layout);
    assertThat(layout.lines()).isEqualTo(80);
    assertThat(layout.features()).isEqualTo(24);
    assertThat(layout.line(0, -1, -2)).isZero();
    assertThat(layout.line(0, 0, 0)).isEqualTo(10);
    assertThat(layout.line(1, 2, 3)).isEqualTo(40 + 3 * 8 + 2 + 3);
    assertThat(layout.line(1, 3, 5)).isEqualTo(79);
    assertThat(layout.line(23)).isEqualTo(layout.line(1, 2, 3));
    assertThat(layout.line(13)).isEqualTo(layout.line(1, 0, 1));
  }

  @Test
  void extentsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Layout(1, 0, 1, 0, 0))
        .withMessageContaining("1 x 0 x 1 with halo 0 x 0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Layout(1, 1, 1, 0, -1));
    assertThatExceptionOfType(SlabTooLargeException.class).isThrownBy(() -> Layout.image(3, 50_000, 50_000))
        .withMessage("3 x 50000 x 50000 with halo 0 x 0 has more lines than an int can count.");
  }
}
