package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {3, 8, 8}))
interface NofMDoesNotDivide {
  @Conv2d(filters = 4, kernel = 3) @Prune(granularity = Granularity.N_OF_M, n = 2, m = 4)
  Tensor maps(Tensor image);

  @Conv2d(filters = 2, kernel = 3, groups = 2) @Prune(granularity = Granularity.N_OF_M, n = 1, m = 4)
  Tensor grouped(Tensor maps);

  @GlobalAvgPool Tensor features(Tensor grouped);

  @Dense(30) Tensor wide(Tensor features);

  @Dense(8) @Prune(granularity = Granularity.N_OF_M, n = 2, m = 4)
  Tensor hidden1(Tensor wide);

  @Dense(2) Tensor logits(Tensor hidden1);
}

/* expected
14: error: [Espalier/NofMDoesNotDivide] maps asks for 2:4 sparsity along its 3 input channels, and 4 does not divide 3.
    Fix: use N:M with M in {3}, pad maps's input, or use granularity = ELEMENT.
17: error: [Espalier/NofMDoesNotDivide] grouped asks for 1:4 sparsity along its 2 input channels, and 4 does not divide 2.
    Fix: use N:M with M in {2}, pad grouped's input, or use granularity = ELEMENT.
24: error: [Espalier/NofMDoesNotDivide] hidden1 asks for 2:4 sparsity along its 30 inputs, and 4 does not divide 30.
    Fix: use N:M with M in {2, 3, 5, 6, 10, 15, 30}, pad hidden1's input, or use granularity = ELEMENT.
*/
