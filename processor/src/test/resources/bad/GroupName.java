package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface GroupName {
  @Dense(8) @Prune(sparsity = 0.5, scope = GROUP)
  Tensor first(Tensor image);

  @Dense(8) @Prune(sparsity = 0.5, scope = GLOBAL, group = "hidden")
  Tensor second(Tensor first);

  @Dense(8) @Prune(sparsity = 0.5, group = "hidden")
  Tensor third(Tensor second);

  @Dense(2) Tensor logits(Tensor third);
}

/* expected
14: error: [Espalier/GroupName] first has scope = GROUP and no group; a group has a name, and nothing else has one.
    Fix: add a group.
17: error: [Espalier/GroupName] second has scope = GLOBAL and group = "hidden"; a group has a name, and nothing else has one.
    Fix: use scope = GROUP, or remove group.
20: error: [Espalier/GroupName] third has scope = LAYER and group = "hidden"; a group has a name, and nothing else has one.
    Fix: use scope = GROUP, or remove group.
17: error: [Espalier/GlobalOverOne] second has scope = GLOBAL and is the only layer that has; there is nothing to rank it against.
    Fix: use scope = LAYER, or give other layers the same policy.
*/
