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
interface EncodingLargerThanDense {
  @Dense(64) @Prune(
      sparsity = 0.1,
      encoding = COO)
  Tensor hidden(Tensor image);

  @Dense(2) @Prune(sparsity = 0.5, encoding = CSC) Tensor logits(Tensor hidden);
}

/* expected
17: warning: [Espalier/EncodingLargerThanDense] hidden stores 0.1 of sparsity as COO: 18,901 bits, more than the 16,384 of dense storage; COO pays from a sparsity of 0.22 on.
    Fix: use encoding = AUTO, or a sparsity of at least 0.22.
*/
