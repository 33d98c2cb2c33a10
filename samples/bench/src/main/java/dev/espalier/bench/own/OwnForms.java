package dev.espalier.bench.own;

import dev.espalier.bench.Contender;
import java.util.ArrayList;
import java.util.List;

/** All forms of our own. */
public final class OwnForms {

  /** The names that the system property {@code espalier.form} takes. A new form is added here and nowhere else. */
  private static final List<String> FORMS =
      List.of("dense", "rows", "row-blocks", "panels", "strips", "bitmap", FrozenForm.AUTO);

  private OwnForms() {}

  /**
   * The forms on a number of threads; kernels without a network run on one.
   *
   * @param threads at least 1
   */
  public static List<Contender> on(int threads) {
    List<Contender> forms = new ArrayList<>();
    FORMS.forEach(form -> forms.add(new FrozenForm(form, threads)));
    if (threads == 1) {
      forms.add(new GeneratedGradients());
    }
    return forms;
  }
}
