package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface GroupOfOne {
  @Dense(8) @Prune(sparsity = 0.5, scope = GROUP, group = "first")
  Tensor hidden1(Tensor image);

  @Dense(8) @Prune(sparsity = 0.5, scope = GROUP, group = "second")
  Tensor hidden2(Tensor hidden1);

  @Dense(8) @Prune(sparsity = 0.6, scope = GROUP, group = "second", unit = MACS, densities = ERDOS_RENYI)
  Tensor hidden3(Tensor hidden2);

  @Dense(2) Tensor logits(Tensor hidden3);
}

/* expected
14: error: [Espalier/GlobalOverOne] hidden1 has group = "first" and is the only layer that has; there is nothing to rank it against.
    Fix: use scope = LAYER, or give other layers the same policy.
20: error: [Espalier/GlobalPoliciesDiffer] hidden2 and hidden3 are ranked together (group = "second") and differ in sparsity: 0.5 against 0.6.
    Fix: make the two equal, or use scope = LAYER.
20: error: [Espalier/GlobalPoliciesDiffer] hidden2 and hidden3 are ranked together (group = "second") and differ in unit: WEIGHTS against MACS.
    Fix: make the two equal, or use scope = LAYER.
20: error: [Espalier/GlobalPoliciesDiffer] hidden2 and hidden3 are ranked together (group = "second") and differ in densities: RANKED against ERDOS_RENYI.
    Fix: make the two equal, or use scope = LAYER.
*/
