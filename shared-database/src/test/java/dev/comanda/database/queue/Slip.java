package dev.comanda.database.queue;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An entity over the table that {@link JdbiProducerTest} also writes by SQL. */
@Entity
@Table(name = "slip_of_both")
@SuppressWarnings("NullAway.Init")
public class Slip {
    @Id
    public String id;
}
