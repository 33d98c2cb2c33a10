package dev.espalier.codegen.kernel.lowered;

import com.palantir.javapoet.NameAllocator;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Term;
import dev.espalier.codegen.kernel.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is in scope at a place of a nest: names, variables, locals, running offsets and jammed variables. */
final class Scope {

  /** A variable whose neighbours run side by side in {@code factor} copies. */
  record Jammed(Var var, int factor, boolean lane) {}

  /** One copy of a statement: how far each jammed variable stands from the start of its tile. */
  record Copy(Map<Var, Integer> distances) {
    Copy restrictedTo(List<Jammed> jams) {
      Map<Var, Integer> kept = new HashMap<>();
      for (Jammed jam : jams) {
        kept.put(jam.var(), distance(jam.var()));
      }
      return new Copy(kept);
    }

    int distance(Var var) {
      return distances.getOrDefault(var, 0);
    }
  }

  /** What a variable is at run time. */
  sealed interface Place {
    /** A counter of a loop, standing at the first of its copies. */
    record Counter(String name, int ahead) implements Place {
      Counter(String name) {
        this(name, 0);
      }
    }

    /** A constant: the loop has only one tile. */
    record Known(int value) implements Place {}

    /** Loaded by Index, once for every copy of the variables that it depends on. */
    record Loaded(List<Jammed> jams, Map<Copy, String> names) implements Place {
      String name(Copy copy) {
        return names.get(copy.restrictedTo(jams));
      }
    }
  }

  /** The names of a local's copies. */
  record Copies(List<Jammed> jams, Map<Copy, String> names) {
    String name(Copy copy) {
      return names.get(copy.restrictedTo(jams));
    }
  }

  /** {@code stride * symbol}, a summand of an address. */
  record Factor(String symbol, int stride) {}

  /** The variable part of an address, as far as its variables are in scope. */
  record Address(Buffer buffer, Set<Factor> factors, boolean lane) {}

  /** An address: its variable part and the constant beside it. */
  record Resolved(Address address, int constant) {}

  private final NameAllocator names;
  private final Set<String> specified;
  final Map<Var, Place> places;
  final Map<Local, Copies> locals;
  final Map<Address, String> offsets;
  final List<Jammed> jams;

  /** The lane variable inside Lanes, else null. */
  Var lane;

  /**
   * The scope of a whole kernel.
   *
   * @param specified names of buffers, variables and locals, which no derived name may take
   */
  Scope(Set<String> specified) {
    this(new NameAllocator(), specified, Map.of(), Map.of(), Map.of(), List.of(), null);
  }

  private Scope(
      NameAllocator names,
      Set<String> specified,
      Map<Var, Place> places,
      Map<Local, Copies> locals,
      Map<Address, String> offsets,
      List<Jammed> jams,
      Var lane) {
    this.names = names;
    this.specified = specified;
    this.places = new HashMap<>(places);
    this.locals = new HashMap<>(locals);
    this.offsets = new HashMap<>(offsets);
    this.jams = new ArrayList<>(jams);
    this.lane = lane;
  }

  /** Takes a name that the specification gives. */
  String name(String given) {
    return names.newName(given);
  }

  /** Takes a name made up here. */
  String derivedName(String suggestion) {
    String free = suggestion;
    while (specified.contains(free)) {
      free += "_";
    }
    return names.newName(free);
  }

  /** A scope inside this one, with braces around it: its names are free again after it. */
  Scope inBraces() {
    return new Scope(names.clone(), specified, places, locals, offsets, jams, lane);
  }

  /** A scope inside this one without braces: its names stay taken. */
  Scope spliced() {
    return new Scope(names, specified, places, locals, offsets, jams, lane);
  }

  void jam(Var var, int factor, boolean isLane) {
    if (factor > 1) {
      // Lanes run fastest whatever the loops' order, so that what is broadcast to all of them lives briefly.
      int place = isLane ? jams.size() : (int) jams.stream().filter(jammed -> !jammed.lane()).count();
      jams.add(place, new Jammed(var, factor, isLane));
    }
  }

  /** All copies that the jammed variables make, lanes running fastest, then the innermost loop's. */
  static List<Copy> copies(List<Jammed> jams) {
    List<Copy> copies = List.of(new Copy(Map.of()));
    for (Jammed jam : jams) {
      List<Copy> more = new ArrayList<>();
      for (Copy copy : copies) {
        for (int distance = 0; distance < jam.factor(); distance++) {
          Map<Var, Integer> distances = new HashMap<>(copy.distances());
          distances.put(jam.var(), distance);
          more.add(new Copy(distances));
        }
      }
      copies = more;
    }
    return copies;
  }

  /** Names of all copies: the name itself if there is one, else with a digit for every jammed variable. */
  Map<Copy, String> nameCopies(String name, List<Jammed> jammed) {
    String separator = jammed.stream().anyMatch(j -> j.factor() > 10) ? "_" : "";
    Map<Copy, String> named = new HashMap<>();
    for (Copy copy : copies(jammed)) {
      StringBuilder suffix = new StringBuilder();
      for (Jammed jam : jammed) {
        suffix.append(separator).append(copy.distance(jam.var()));
      }
      named.put(copy, suffix.isEmpty() ? name(name) : derivedName(name + suffix));
    }
    return named;
  }

  /** The address of a buffer's element for a copy; variables that are not in scope yet are left out. */
  Resolved resolve(Buffer buffer, Affine at, Copy copy) {
    Set<Factor> factors = new LinkedHashSet<>();
    int constant = at.constant();
    for (Term term : at.terms()) {
      Place place = places.get(term.var());
      if (place == null) {
        continue;
      }
      int beyond = copy.distance(term.var());
      switch (place) {
        case Place.Counter(String name, int ahead) -> {
          factors.add(new Factor(name, term.stride()));
          beyond += ahead;
        }
        case Place.Known(int value) -> beyond += value;
        case Place.Loaded loaded -> factors.add(new Factor(loaded.name(copy), term.stride()));
      }
      constant += term.stride() * beyond;
    }
    boolean inLane = lane != null && buffer.kind() == Buffer.Kind.LANED;
    return new Resolved(new Address(buffer, factors, inLane), constant);
  }

  /** The name that holds the variable part of an address; null for 0. */
  String base(Address address) {
    String running = offsets.get(address);
    if (running != null || !address.factors().isEmpty() || address.lane()) {
      if (running == null) {
        throw new IllegalStateException("no running offset for " + address);
      }
      return running;
    }
    return null;
  }
}
