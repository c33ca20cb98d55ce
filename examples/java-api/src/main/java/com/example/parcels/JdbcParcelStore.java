package com.example.parcels;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
@Profile("postgres")
class JdbcParcelStore implements ParcelStore {
  private final JdbcClient jdbc;

  JdbcParcelStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Parcel> find(String code) {
    return jdbc.sql("select recipient from parcel where code = ?")
        .param(code)
        .query(String.class)
        .optional()
        .map(recipient -> new Parcel(code, recipient, scansOf(code)));
  }

  @Override
  public void add(Parcel parcel) {
    jdbc.sql("insert into parcel (code, recipient) values (?, ?)")
        .params(parcel.code(), parcel.recipient())
        .update();
  }

  @Override
  public void addScan(String code, Scan scan) {
    jdbc.sql("insert into scan (code, place, status, at) values (?, ?, ?, ?)")
        .params(code, scan.place(), scan.status().name(), Timestamp.from(scan.at()))
        .update();
  }

  private List<Scan> scansOf(String code) {
    return jdbc.sql("select place, status, at from scan where code = ? order by id")
        .param(code)
        .query(JdbcParcelStore::scan)
        .list();
  }

  private static Scan scan(ResultSet row, int index) throws SQLException {
    var status = Status.valueOf(row.getString("status"));
    return new Scan(row.getString("place"), status, row.getTimestamp("at").toInstant());
  }
}
