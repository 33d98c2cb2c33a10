package good;

import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Tensor;

/** Networks inside other types, without training; one is declared on a layer shared through a super-interface. */
public final class Nested {
  private Nested() {}

  /** Layers that several networks share. */
  interface Trunk {
    @Dense(16)
    Tensor hidden(Tensor image);
  }

  /** One level deeper. */
  public static final class Inner {
    private Inner() {}

    /** Two levels deep. */
    @Network(inputs = @Input(name = "image", shape = {8}))
    interface Net extends Trunk {
      @Dense(2)
      Tensor logits(Tensor hidden);
    }
  }

  /** The same trunk under another head. */
  @Network(inputs = @Input(name = "image", shape = {8}))
  interface Other extends Trunk {
    @Dense(3)
    Tensor logits(Tensor hidden);
  }
}
