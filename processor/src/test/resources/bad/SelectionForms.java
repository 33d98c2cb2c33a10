package bad;

import static dev.espalier.dsl.Activation.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "features", shape = {8}))
interface SelectionForms {
  @Dense(8) @PruneActivations
  Tensor none(Tensor features);

  @Dense(8) @PruneActivations(threshold = 0.1, top = 4)
  Tensor two(Tensor none);

  @Dense(8) @PruneActivations(share = 0.5, n = 2, m = 4)
  Tensor both(Tensor two);

  @Dense(2) Tensor logits(Tensor both);
}

/* expected
9: error: [Espalier/SelectionForms] none: @PruneActivations gives none of them; it selects in exactly one way: by threshold, top, share, or n with m.
    Fix: add one, for instance share = 0.5.
12: error: [Espalier/SelectionForms] two: @PruneActivations gives threshold = 0.1 and top = 4; it selects in exactly one way: by threshold, top, share, or n with m.
    Fix: keep one of them.
15: error: [Espalier/SelectionForms] both: @PruneActivations gives share = 0.5 and n = 2, m = 4; it selects in exactly one way: by threshold, top, share, or n with m.
    Fix: keep one of them.
*/
