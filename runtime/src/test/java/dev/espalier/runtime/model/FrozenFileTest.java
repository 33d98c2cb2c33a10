package dev.espalier.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.espalier.dsl.Encoding;
import dev.espalier.runtime.file.ContainerReader;
import dev.espalier.runtime.file.ContainerWriter;
import dev.espalier.runtime.file.EspalierFileException;
import dev.espalier.runtime.file.EspalierFileException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenFileTest {
  private static final float[] A = {0.5f, -1, 2};
  private static final float[] B = {3, 0.25f};
  private static final Set<Reason> DAMAGE =
      EnumSet.of(Reason.CORRUPT, Reason.TRUNCATED, Reason.NOT_ESPALIER, Reason.UNSUPPORTED_VERSION, Reason.WRONG_KIND);

  @TempDir Path directory;
  private final Blueprint blueprint = TinyNetwork.blueprint("Tiny", "ab", Encoding.AUTO);
  private Frozen frozen;
  private Path file;
  private byte[] bytes;

  @BeforeEach
  void save() throws IOException {
    frozen = Frozen.of(blueprint, TinyNetwork::program, TinyNetwork.parameters(blueprint));
    file = directory.resolve("tiny.espalier");
    frozen.save(file);
    bytes = Files.readAllBytes(file);
  }

  private static Frozen read(byte[] bytes, Blueprint blueprint) {
    return Frozen.load(new ByteArrayInputStream(bytes), "the file", blueprint, TinyNetwork::program);
  }

  @Test
  void theFileHasTheBytesThatWereAnnounced() throws IOException {
    assertThat(Files.size(file)).isEqualTo(frozen.bytesOnDisk()).isEqualTo(frozen.cost().artefact().bytes());
  }

  @Test
  void whatIsLoadedIsWhatWasSaved() {
    Frozen loaded = Frozen.load(file, blueprint, TinyNetwork::program);
    assertThat(loaded.scores(A, B)).isEqualTo(frozen.scores(A, B));
    assertThat(loaded.layer("hidden").weights()).isEqualTo(frozen.layer("hidden").weights());
    assertThat(loaded.bytesOnDisk()).isEqualTo(frozen.bytesOnDisk());
    assertThat(loaded.cost().toString()).isEqualTo(frozen.cost().toString());
  }

  @Test
  void theFileDescribesItself() {
    String description = ContainerReader.read(file, "artefact", 1).getString("description");
    assertThat(description).contains("input a 3\n", "layer hidden Dense of a; weights 4x3 ", "2 kept, 2 stored",
        "layer skip Dense of b; weights 2x2 DENSE, 4 kept, 4 stored, 128 bits; no bias",
        "layer out Add of direct, skip\n");
  }

  @Test
  void everyFlippedByteIsFound() {
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x21;
      EspalierFileException error =
          catchThrowableOfType(EspalierFileException.class, () -> read(damaged, blueprint));
      assertThat(error).as("byte %d", i).isNotNull();
      assertThat(error.reason()).as("byte %d", i).isIn(DAMAGE);
      assertThat(error).hasMessageContaining("the file").hasMessageContaining("Fix: ");
    }
  }

  @Test
  void everyTruncationIsFound() {
    for (int length = 0; length < bytes.length; length++) {
      byte[] shorter = Arrays.copyOf(bytes, length);
      EspalierFileException error =
          catchThrowableOfType(EspalierFileException.class, () -> read(shorter, blueprint));
      assertThat(error).as("%d bytes", length).isNotNull();
      assertThat(error.reason()).as("%d bytes", length).isIn(DAMAGE);
    }
  }

  @Test
  void anotherNetworksFileIsNamedWithBothHashes() {
    Blueprint other = TinyNetwork.blueprint("Other", "cd", Encoding.AUTO);
    assertThatThrownBy(() -> read(bytes, other))
        .isInstanceOfSatisfying(EspalierFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISMATCH))
        .hasMessageContaining("network Other (hash cd)").hasMessageContaining("holds Tiny (hash ab)")
        .hasMessageContaining("PrunedTiny.load");
  }

  @Test
  void aNetworkThatChangedSinceIsNamedWithBothHashes() {
    Blueprint changed = TinyNetwork.blueprint("Tiny", "cd", Encoding.AUTO);
    assertThatThrownBy(() -> read(bytes, changed))
        .hasMessageContaining("network Tiny (hash cd)").hasMessageContaining("holds Tiny (hash ab)")
        .hasMessageContaining("changed since it was saved");
  }

  @Test
  void aCheckpointIsNoArtefact() {
    byte[] checkpoint = new ContainerWriter("checkpoint", 1).putString("network", "Tiny").toBytes();
    assertThatThrownBy(() -> read(checkpoint, blueprint))
        .isInstanceOfSatisfying(EspalierFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KIND))
        .hasMessageContaining("'artefact' is expected").hasMessageContaining("'checkpoint'");
  }

  @Test
  void weightsOfAnotherSizeUnderTheRightHashAreFound() {
    ContainerReader saved = ContainerReader.read(file, "artefact", 1);
    byte[] swapped = new ContainerWriter("artefact", 1)
        .putString("network", "Tiny")
        .putString("hash", "ab")
        .putString("description", saved.getString("description"))
        .putBytes("weights.0", saved.getBytes("weights.1"))
        .putFloats("bias.0", saved.getFloats("bias.0"))
        .toBytes();
    assertThatThrownBy(() -> read(swapped, blueprint))
        .hasMessageContaining("layer hidden has 4 x 3 weights, but it holds 2 x 2");
  }

  @Test
  void aPolicysOtherEncodingStillLoads() {
    Blueprint sweep = TinyNetwork.blueprint("Tiny", "ab", Encoding.COO);
    assertThat(read(bytes, sweep).scores(A, B)).isEqualTo(frozen.scores(A, B));
  }
}
