package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
@Train
@Prune(sparsity = 0.5, scorer = ScorerNotUsable.Another.class)
interface ScorerNotUsable {
  @Dense(4) @Prune(sparsity = 0.5, scorer = Abstract.class) Tensor abstracts(Tensor image);

  @Dense(4) @Prune(sparsity = 0.5, scorer = Generic.class) Tensor generic(Tensor abstracts);

  @Dense(4) @Prune(sparsity = 0.5, scorer = Outer.Inner.class) Tensor inner(Tensor generic);

  @Dense(4) @Prune(sparsity = 0.5, scorer = Told.class) Tensor told(Tensor inner);

  @Dense(4) @Prune(sparsity = 0.5, scorer = Alone.class) Tensor alone(Tensor told);

  @Dense(4) @Prune(sparsity = 0.5, scorer = Outer.Hidden.Fine.class) Tensor hidden(Tensor alone);

  @Dense(2) Tensor logits(Tensor hidden);

  interface Another extends Scorer {}

  abstract class Abstract implements Scorer {}

  class Generic<T> implements Scorer {
    @Override
    public void score(Weights weights, float[] scores) {}
  }

  record Told(int seed) implements Scorer {
    @Override
    public void score(Weights weights, float[] scores) {}
  }

  class Alone implements Scorer {
    private Alone() {}

    @Override
    public void score(Weights weights, float[] scores) {}
  }
}

class Outer {
  class Inner implements Scorer {
    @Override
    public void score(Weights weights, float[] scores) {}
  }

  static class Hidden {
    static class Fine implements Scorer {
      @Override
      public void score(Weights weights, float[] scores) {}
    }
  }
}

/* expected
17: error: [Espalier/ScorerNotUsable] abstracts: the scorer Abstract is abstract; the generated class must be able to say new Abstract().
    Fix: name a class that is not.
19: error: [Espalier/ScorerNotUsable] generic: the scorer Generic has type parameters; the generated class must be able to say new Generic().
    Fix: name a class without them.
21: error: [Espalier/ScorerNotUsable] inner: the scorer Inner is an inner class or inside one; the generated class must be able to say new Inner().
    Fix: make Inner static.
23: error: [Espalier/ScorerNotUsable] told: the scorer Told has no constructor without parameters; the generated class must be able to say new Told().
    Fix: add one.
25: error: [Espalier/ScorerNotUsable] alone: the scorer Alone has a constructor without parameters that cannot be called from the network's package; the generated class must be able to say new Alone().
    Fix: make it public.
15: error: [Espalier/ScorerNotUsable] the default @Prune: the scorer Another is not a class; the generated class must be able to say new Another().
    Fix: name a class that implements Scorer.
*/
