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
interface SparsityOrThreshold {
  @Dense(4) @Prune(
      sparsity = 0.5,
      threshold = 0.01)
  Tensor hidden1(Tensor image);

  @Dense(4) @Prune(granularity = ELEMENT)
  Tensor hidden2(Tensor hidden1);

  @Dense(2) Tensor logits(Tensor hidden2);
}

/* expected
17: error: [Espalier/SparsityOrThreshold] hidden1 gives sparsity = 0.5 and threshold = 0.01; a policy takes exactly one of sparsity and threshold.
    Fix: remove one of them.
20: error: [Espalier/SparsityOrThreshold] hidden2 gives neither sparsity nor threshold; a policy takes exactly one of sparsity and threshold.
    Fix: add one of them, for instance sparsity = 0.9.
*/
