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
@Prune(sparsity = 90)
interface SparsityRange {
  @Dense(4) Tensor hidden1(Tensor image);

  @Dense(4) @Prune(sparsity = -0.5) Tensor hidden2(Tensor hidden1);

  @Dense(2) @Prune(sparsity = 1) Tensor logits(Tensor hidden2);
}

/* expected
14: error: [Espalier/SparsityRange] the default @Prune asks for sparsity = 90; it is a share in (0, 1).
    Fix: use a value such as 0.9 for 90 % zeros.
18: error: [Espalier/SparsityRange] hidden2 asks for sparsity = -0.5; it is a share in (0, 1).
    Fix: use a value such as 0.9 for 90 % zeros.
20: error: [Espalier/SparsityRange] logits asks for sparsity = 1; it is a share in (0, 1).
    Fix: use a value such as 0.9 for 90 % zeros.
*/
